"""What facts are computed from: thirteen weeks of one site, in sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.reports.breakdown import Totals
from engine.reports.series import daily, hourly, summed
from engine.reports.sources import Sources
from schemas.questions import Days
from schemas.sites import Site

WEEKS = 13
"""The week that is told about, and twelve to compare it with."""
VALUES = 60
"""Of a dimension: those that are among so many in one of the last five weeks."""
DIMENSIONS = ("path", "referrer_host", "source", "country", "event", "device", "entry", "exit")

NOTHING = Totals()


@dataclass(frozen=True, slots=True)
class Material:
    """`day` is the one after the last of the week. Weeks are numbered backwards: 0 is the one that is told about."""

    day: date
    days: Mapping[date, Totals]
    hours: Mapping[tuple[date, int], Totals]
    values: Mapping[str, Mapping[str, Sequence[Totals]]]
    """Dimension to value to WEEKS weeks."""

    @property
    def week(self) -> Days:
        return self.week_of(0)

    def week_of(self, number: int) -> Days:
        end = self.day - timedelta(days=7 * number)
        return Days(end - timedelta(days=7), end)

    @property
    def weeks(self) -> int:
        """How many whole weeks of hits there are before the newest."""
        first = min(self.days, default=self.day)
        return max(0, min(WEEKS - 1, ((self.week.first - first).days) // 7))

    def totals(self, number: int) -> Totals:
        return summed([self.days.get(day, NOTHING) for day in self.week_of(number)])

    @property
    def hits(self) -> int:
        """Pageviews and events of the week."""
        return self.totals(0).pageviews + self.totals(0).events


def gathered(sources: Sources, site: Site, day: date) -> Material:
    """Of the thirteen weeks before `day`. Blocks; errors as of Sources."""
    days = Days(day - timedelta(days=7 * WEEKS), day)
    rows = sources.ask_rollups("weekly_values", site, days, DIMENSIONS, last=days.last, wanted=VALUES)
    values: dict[str, dict[str, list[Totals]]] = {name: {} for name in DIMENSIONS}
    for dimension, value, week, *metrics in rows:
        values[dimension].setdefault(value, [NOTHING] * WEEKS)[week] = Totals(*metrics)
    return Material(day, daily(sources, site, days), hourly(sources, site, days), values)
