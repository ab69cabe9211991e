import pytest

from engine.uptime.intervals import DAY_MS, HOUR_MS, JITTER_MS, gives_up, interval_ms, next_check_ms
from schemas.uptime import Check, Course, Downtime, Health

PASSED = Check(checked_ms=1_000_000, up=True)
FAILED = Check(checked_ms=1_000_000, up=False)


def _down_for(known_ms: int, rested_ms: int = 0) -> Course:
    downtime = Downtime(error="gone", started_ms=0, seen_ms=0, known_ms=known_ms, rested_ms=rested_ms)
    return Course(health=Health.DOWN, last_check=FAILED, downtime=downtime)


@pytest.mark.parametrize(
    ("known_ms", "minutes"),
    [
        (0, 5),
        (24 * HOUR_MS - 1, 5),
        (24 * HOUR_MS, 10),
        (48 * HOUR_MS - 1, 10),
        (48 * HOUR_MS, 30),
        (3 * DAY_MS - 1, 30),
        (3 * DAY_MS, 60),
        (7 * DAY_MS - 1, 60),
    ],
)
def test_the_longer_a_site_is_down_the_rarer_it_is_checked(known_ms: int, minutes: int) -> None:
    assert interval_ms(_down_for(known_ms)) == minutes * 60_000
    assert not gives_up(_down_for(known_ms))


def test_after_seven_days_checking_is_given_up() -> None:
    assert gives_up(_down_for(7 * DAY_MS))


def test_a_resumed_monitor_begins_anew() -> None:
    resumed = _down_for(7 * DAY_MS + HOUR_MS, rested_ms=7 * DAY_MS)
    assert (interval_ms(resumed), gives_up(resumed)) == (300_000, False)
    assert gives_up(_down_for(14 * DAY_MS, rested_ms=7 * DAY_MS))


@pytest.mark.parametrize(
    ("chance", "jitter_ms"),
    [(0, -JITTER_MS), (JITTER_MS, 0), (2 * JITTER_MS, JITTER_MS), (2 * JITTER_MS + 1, -JITTER_MS)],
)
def test_checks_of_many_sites_spread_out(chance: int, jitter_ms: int) -> None:
    course = Course(health=Health.UP, last_check=PASSED)
    assert next_check_ms(course, chance.to_bytes) == 1_300_000 + jitter_ms


def test_a_doubt_is_cleared_up_ten_seconds_after_its_end() -> None:
    hung = Check(checked_ms=1_000_000, up=False, milliseconds=20_000)
    assert next_check_ms(Course(health=Health.UP, last_check=hung, doubt=hung), bytes) == 1_030_000
