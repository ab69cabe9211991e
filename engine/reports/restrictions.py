"""Which hits or visits of a site are meant: some days, and conditions on their columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from schemas.questions import Days, HitFilters, Period, TimeZone
from schemas.sites import Site

_UTC_NAMES = {"UTC", "Etc/UTC"}

_EQUAL = "{column} = ${name}"
_PART = "contains(lower({column}), lower(${name}))"

FILTERS: Mapping[str, str] = MappingProxyType({"country": _EQUAL, "path": _EQUAL, "referrer": _PART})
"""The condition of each filter. Its name is its column's and that of the rollup dimension."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """`days` are the site's; `between` is the column and the half-open epoch milliseconds that narrow them further."""

    days: Days
    filters: Mapping[str, str] = field(default_factory=dict)
    between: tuple[str, int, int] | None = None

    def parts(self) -> list["Restriction"]:
        """The same rows: of most days all instants are meant, and only at the ends has each to be looked at.

        Some place has a date from 14 hours before until 12 hours after UTC has it.
        """
        if self.between is None or len(self.days) <= 4:
            return [self]
        second, last = self.days.first + timedelta(days=2), self.days.end - timedelta(days=2)
        return [
            replace(self, days=Days(self.days.first, second)),
            replace(self, days=Days(second, last), between=None),
            replace(self, days=Days(last, self.days.end)),
        ]

    @property
    def where(self) -> str:
        """A condition on columns of hits or visits."""
        parts = [FILTERS[name].format(column=name, name=name) for name in self.filters]
        if self.between:
            parts.append(f"epoch_ms({self.between[0]}) between $since_ms and $until_ms - 1")
        return " and ".join(parts) or "true"

    @property
    def dimension(self) -> str | None:
        """The one whose rollup rows answer for the hits, if there is one."""
        if self.between or len(self.filters) > 1:
            return None
        return next(iter(self.filters), "total")

    @property
    def where_value(self) -> str:
        """The condition on the value of these rollup rows."""
        return " and ".join(FILTERS[name].format(column="value", name=name) for name in self.filters) or "true"

    @property
    def values(self) -> dict[str, object]:
        """The parameters of `where`."""
        times = dict(zip(("since_ms", "until_ms"), self.between[1:], strict=True)) if self.between else {}
        return {**self.filters, **times}


def restriction(site: Site, period: Period, filters: HitFilters | None = None, *, instant: str) -> Restriction:
    """`instant` is the column that says when a row happened, for days that are not the site's."""
    given = {name: getattr(filters, name) for name in FILTERS if getattr(filters, name, None) is not None}
    if period.time_zone is TimeZone.USER or site.time_zone in _UTC_NAMES:
        return Restriction(period.days, given)
    # Wherever a site is, its dates are UTC's or a neighbour of them.
    days = Days(period.days.first - timedelta(days=1), period.days.end + timedelta(days=1))
    return Restriction(days, given, (instant, _midnight_ms(period.days.first), _midnight_ms(period.days.end)))


def _midnight_ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
