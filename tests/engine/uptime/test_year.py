"""A year of checks, with outages of every length, against a plain reading of the same checks and against the truth."""

import random

import pytest

from engine.uptime.course import uptime_percent
from engine.uptime.intervals import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from schemas.uptime import Change
from tests.engine.uptime.simulation import Span, inside, plain_reading, watch

YEAR_MS = 365 * DAY_MS
LENGTHS_MS = [
    *(5 * SECOND_MS, 30 * SECOND_MS, 3 * MINUTE_MS, 20 * MINUTE_MS, HOUR_MS, 5 * HOUR_MS, 23 * HOUR_MS),
    *(25 * HOUR_MS, 47 * HOUR_MS, 50 * HOUR_MS, 71 * HOUR_MS, 4 * DAY_MS, 6 * DAY_MS, 9 * DAY_MS, 20 * DAY_MS),
]


def _spans(chance: random.Random, lengths_ms: list[int]) -> list[Span]:
    """In a random order, with random time between."""
    lengths_ms = chance.sample(lengths_ms, len(lengths_ms))
    free_ms = YEAR_MS - sum(lengths_ms)
    starts_ms = sorted(chance.randrange(free_ms) for _ in lengths_ms)
    spans, before_ms = [], 0
    for start_ms, length_ms in zip(starts_ms, lengths_ms, strict=True):
        spans.append((start_ms + before_ms, start_ms + before_ms + length_ms))
        before_ms += length_ms
    return spans


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_year_adds_up_as_a_plain_reading_of_its_checks_does(seed: int) -> None:
    chance = random.Random(seed)
    outages = _spans(chance, LENGTHS_MS * 2)
    absences = _spans(chance, [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, DAY_MS, 3 * DAY_MS] * 3)
    seen = watch(YEAR_MS, outages, absences, seed)
    up_ms, down_ms = plain_reading(seen)
    last_ms = seen.checks[-1].checked_ms
    assert (seen.course.up_ms, seen.course.down_ms) == (up_ms, down_ms)
    assert seen.course.counted_ms == last_ms
    ended = sum(downtime.known_ms for downtime in seen.ended)
    assert ended + (seen.course.downtime.known_ms if seen.course.downtime else 0) == down_ms
    assert uptime_percent(seen.course) == f"{100 * up_ms / (up_ms + down_ms):.2f}"
    assert {Change.WENT_DOWN, Change.CAME_BACK} == set(seen.changes)


def test_a_year_without_absences_is_known_to_the_end_and_near_the_truth() -> None:
    lengths_ms = [length_ms for length_ms in LENGTHS_MS if length_ms < 7 * DAY_MS]
    outages = _spans(random.Random(7), lengths_ms)
    seen = watch(YEAR_MS, outages, [])
    assert seen.course.up_ms + seen.course.down_ms == seen.checks[-1].checked_ms
    for downtime in seen.ended:
        outage = inside(downtime.started_ms, outages)
        assert outage is not None
        assert 0 <= downtime.started_ms - outage[0] <= 5 * MINUTE_MS + 10 * SECOND_MS
        assert downtime.ended_ms is not None
        assert 0 <= downtime.ended_ms - outage[1] <= HOUR_MS + 10 * SECOND_MS
        assert downtime.known_ms == downtime.ended_ms - downtime.started_ms
    longer_than_an_interval = [length_ms for length_ms in lengths_ms if length_ms > 6 * MINUTE_MS]
    assert len(seen.ended) >= len(longer_than_an_interval)


def test_long_outages_are_given_up_after_seven_days_and_the_time_after_is_unknown() -> None:
    outage = (30 * DAY_MS, 50 * DAY_MS)
    seen = watch(YEAR_MS, [outage], [])
    (paused_ms,), (downtime,) = seen.paused, seen.ended
    assert 7 * DAY_MS <= paused_ms - downtime.started_ms <= 7 * DAY_MS + HOUR_MS
    assert (downtime.ended_ms, downtime.known_ms) == (paused_ms, paused_ms - downtime.started_ms)
    unknown_ms = seen.checks[-1].checked_ms - seen.course.up_ms - seen.course.down_ms
    assert unknown_ms == outage[1] - paused_ms
