"""A site that comes and goes, watched by a Hitlake that comes and goes, in a time of its own; and a plain reading."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.uptime.course import course_after, resumed
from engine.uptime.intervals import GRACE_MS, gives_up, interval_ms, next_check_ms
from schemas.uptime import Change, Check, Course, Downtime

Span = tuple[int, int]
"""From, and up to without; milliseconds."""


def inside(moment: int, spans: Sequence[Span]) -> Span | None:
    return next((span for span in spans if span[0] <= moment < span[1]), None)


@dataclass
class Watched:
    """What was seen; `reach_ms` has for every check how late the next one may come."""

    course: Course = field(default_factory=Course)
    checks: list[Check] = field(default_factory=list)
    reach_ms: list[int] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    ended: list[Downtime] = field(default_factory=list)
    paused: list[int] = field(default_factory=list)


def watch(end_ms: int, outages: Sequence[Span], absences: Sequence[Span], seed: int = 1) -> Watched:
    """`outages` are the site's, `absences` Hitlake's own. A paused monitor is resumed when the site is back."""
    chance = random.Random(seed)
    seen, now_ms = Watched(), 0
    while now_ms < end_ms:
        absence = inside(now_ms, absences)
        if absence is not None:
            now_ms = absence[1]
            continue
        up = inside(now_ms, outages) is None
        check = Check(checked_ms=now_ms, up=up, status=200 if up else 530, error=None if up else "530 Gone")
        seen.course, change, ended = course_after(seen.course, check)
        seen.checks.append(check)
        seen.reach_ms.append(interval_ms(seen.course) + GRACE_MS)
        seen.changes += [change] if change else []
        seen.ended += [ended] if ended else []
        now_ms = next_check_ms(seen.course, chance.randbytes)
        if gives_up(seen.course):
            seen.paused.append(check.checked_ms)
            outage = inside(check.checked_ms, outages)
            assert outage is not None
            seen.course, now_ms = resumed(seen.course), outage[1]
    return seen


def plain_reading(seen: Watched) -> tuple[int, int]:
    """The milliseconds up and down: every two checks in reach vouch for the time between them, as the first says.

    A check says something if the one after it, in reach, does not contradict it, or the state before was the same.
    """
    states: list[bool | None] = []
    state: bool | None = None
    for place, check in enumerate(seen.checks):
        following = seen.checks[place + 1] if _in_reach(seen, place) else None
        if check.up == state or (state is None and check.up) or (following and following.up == check.up):
            state = check.up
        states.append(state)
    lengths = {True: 0, False: 0, None: 0}
    for place, state in enumerate(states):
        if _in_reach(seen, place):
            lengths[state] += seen.checks[place + 1].checked_ms - seen.checks[place].checked_ms
    return lengths[True], lengths[False]


def _in_reach(seen: Watched, place: int) -> bool:
    if place + 1 >= len(seen.checks):
        return False
    return seen.checks[place + 1].checked_ms - seen.checks[place].checked_ms <= seen.reach_ms[place]
