"""What is asked of the reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schemas.errors import BadInputError

RANGES: dict[str, int] = {"7d": 7, "30d": 30, "90d": 90}
"""Texts of API v2 and how many days they are."""

DEFAULT_RANGE = "7d"


@dataclass(frozen=True, slots=True)
class Days:
    """Dates in a site's zone, from `first` up to and without `end`."""

    first: date
    end: date

    def __post_init__(self) -> None:
        assert self.first <= self.end, f"days from {self.first} cannot end before {self.end}"

    @property
    def last(self) -> date:
        """The last day in it; an empty run of days has none."""
        assert self.first < self.end, "no days, no last day"
        return self.end - timedelta(days=1)

    def __len__(self) -> int:
        return (self.end - self.first).days

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(len(self)))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day < self.end

    @classmethod
    def through(cls, last: date, count: int) -> "Days":
        """`count` days of which `last` is the last."""
        end = last + timedelta(days=1)
        return cls(end - timedelta(days=count), end)


ALWAYS = Days(date.min, date.max)


class TimeZone(StrEnum):
    """Whose dates are meant."""

    UTC = "utc"
    USER = "user"
    """The site's."""


@dataclass(frozen=True, slots=True)
class Period:
    days: Days
    time_zone: TimeZone = TimeZone.USER


MOST_DAYS_APART = 365


def parse_period(first: date | None, last: date | None, today: date, time_zone: TimeZone) -> Period:
    """The days from `first` to `last`, both included; by default from 30 days ago to today, which is of `time_zone`.

    BadInputError when they are over a year apart or the wrong way round.
    """
    last = last or today
    first = first or last - timedelta(days=30)
    if first > last:
        raise BadInputError(f"start_date {first} is after end_date {last}; it must not be later")
    if (last - first).days > MOST_DAYS_APART:
        raise BadInputError(f"start_date {first} and end_date {last} are over {MOST_DAYS_APART} days apart")
    return Period(Days(first, last + timedelta(days=1)), time_zone)


class Group(StrEnum):
    """What hits are grouped by; the value is the field of a row."""

    PATH = "path"
    COUNTRY = "country"
    REFERRER = "referrer"
    BROWSER = "browser_name"
    PLATFORM = "platform_name"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class HitFilters:
    """Which hits count; None is no filter. `referrer` is a part of it in any case, the others are exact."""

    country: str | None = None
    path: str | None = None
    referrer: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a long answer are wanted: pages count from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """Rows before it."""
        return (self.number - 1) * self.size
