"""How many hits each day of a made-up site has: weekdays, growth, chance, and a story that goes round now and then."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WEEKDAYS = (1.08, 1.14, 1.12, 1.06, 0.94, 0.62, 0.66)
"""Monday first."""
GROWTH_A_YEAR = 0.6
STORY_DAYS = 45
"""A story goes round on one day out of so many."""
STORY = (2.6, 1.5, 1.15)
"""Times the usual hits on the day of a story and on those after it."""


@dataclass(frozen=True, slots=True)
class Beat:
    level: float
    """Hits, where 1 is a usual day at the origin."""
    viral_permille: int
    """How many of the visits come for the story."""
    story: int
    """Which story: grows with time."""


def beat(seed: int, day: date, origin: date) -> Beat:
    growth = (1 + GROWTH_A_YEAR) ** ((day - origin).days / 365)
    chance = 0.92 + 0.16 * _chance(seed, day.toordinal())
    story, into_story = _story(seed, day)
    lift = STORY[into_story] if into_story < len(STORY) else 1.0
    return Beat(WEEKDAYS[day.weekday()] * growth * chance * lift, round(1000 * (1 - 1 / lift)), story)


def hits_of_days(seed: int, days: Sequence[date], total: int) -> list[int]:
    """How `total` hits fall on the days; sums to `total` exactly."""
    levels = [beat(seed, day, days[0]).level for day in days]
    whole, below, given = sum(levels), 0.0, 0
    hits = []
    for level in levels:
        below += level
        hits.append(round(total * below / whole) - given)
        given += hits[-1]
    return hits


def _story(seed: int, day: date) -> tuple[int, int]:
    """Which story was the last one to go round, and how many days ago."""
    number = day.toordinal() // STORY_DAYS
    for story in (number, number - 1):
        since = day.toordinal() - story * STORY_DAYS - int(_chance(seed, -story) * STORY_DAYS)
        if since >= 0:
            return story, since
    raise AssertionError("the story before the last one began over 45 days ago")


def _chance(*parts: int) -> float:
    """At least 0, below 1, the same for the same parts."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32
