"""How long it is until the next check."""

from collections.abc import Callable

from schemas.uptime import Course

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

PERIOD_MS = 5 * MINUTE_MS
"""While a site is up."""

BACK_OFF: tuple[tuple[int, int], ...] = (
    (3 * DAY_MS, HOUR_MS),
    (48 * HOUR_MS, 30 * MINUTE_MS),
    (24 * HOUR_MS, 10 * MINUTE_MS),
    (0, PERIOD_MS),
)
"""Down for so long, checked so often; the longest first."""

PAUSE_AFTER_MS = 7 * DAY_MS

CONFIRM_MS = 10 * SECOND_MS
"""From the end of a check that says otherwise than the one before to the one that decides."""

JITTER_MS = 10 * SECOND_MS
"""Checks come so much earlier or later at most, so that those of many sites spread out."""

GRACE_MS = 2 * MINUTE_MS
"""A check that comes later than its interval and this was missed: the time before it is unknown."""


def interval_ms(course: Course) -> int:
    """Between two checks, without jitter and second tries."""
    patience = _down_ms(course)
    return next(interval for down_ms, interval in BACK_OFF if patience >= down_ms)


def gives_up(course: Course) -> bool:
    """Checking is to be paused."""
    return course.downtime is not None and _down_ms(course) >= PAUSE_AFTER_MS


def next_check_ms(course: Course, random_bytes: Callable[[int], bytes]) -> int:
    """After a check that `course` holds as its last one."""
    assert course.last_check is not None, "the first check comes at once"
    if course.doubt is not None:
        return course.last_check.checked_ms + course.last_check.milliseconds + CONFIRM_MS
    jitter_ms = int.from_bytes(random_bytes(4)) % (2 * JITTER_MS + 1) - JITTER_MS
    return course.last_check.checked_ms + interval_ms(course) + jitter_ms


def _down_ms(course: Course) -> int:
    return course.downtime.known_ms - course.downtime.rested_ms if course.downtime else 0
