"""How a site's metrics went over the days or hours of a view, and over those before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.reports.breakdown import Totals
from engine.reports.series import daily, hourly, summed
from engine.reports.sources import Sources
from schemas.questions import Days
from schemas.sites import Site
from server.dashboard.charts import Point
from server.dashboard.values import day_text
from server.dashboard.views import View


@dataclass(frozen=True, slots=True)
class Course:
    """`now` is the site's clock; hours are there for a view of one day."""

    view: View
    now: datetime
    by_day: Mapping[date, Totals]
    by_hour: Mapping[tuple[date, int], Totals]

    @property
    def is_hourly(self) -> bool:
        return len(self.view.days) == 1

    @property
    def is_unfinished(self) -> bool:
        return self.now.date() in self.view.days

    @property
    def total(self) -> Totals:
        return summed([row for day, row in self.by_day.items() if day in self.view.days])

    @property
    def compared(self) -> tuple[Totals, Totals] | None:
        """New and old, as far as time is over: of one day its past hours, of several the past days, on both sides."""
        view = self.view
        if not view.compared:
            return None
        if self.is_hourly and self.is_unfinished:
            return self._hours_of(view.days.first), self._hours_of(view.previous.first)
        last = self.now.date()
        paired = zip(view.days, view.previous, strict=True)
        over = [pair for pair in paired if pair[0] < last or self.is_hourly]
        new, old = ([self.by_day.get(pair[side], Totals()) for pair in over] for side in (0, 1))
        return summed(new), summed(old)

    def points(self) -> list[Point]:
        """Of all hours or days of the view: those to come have no count."""
        return self._hours() if self.is_hourly else self._days()

    def _hours_of(self, day: date) -> Totals:
        return summed([row for (of, hour), row in self.by_hour.items() if of == day and hour < self.now.hour])

    def _days(self) -> list[Point]:
        view = self.view
        return [
            self._point(day_text(day), self.by_day.get(day), self.by_day.get(before), has_come=day <= self.now.date())
            for day, before in zip(view.days, view.previous, strict=True)
        ]

    def _hours(self) -> list[Point]:
        day, before = self.view.days.first, self.view.previous.first
        now = (self.now.date(), self.now.hour)
        return [
            self._point(
                f"{hour:02d}:00",
                self.by_hour.get((day, hour)),
                self.by_hour.get((before, hour)),
                has_come=(day, hour) <= now,
            )
            for hour in range(24)
        ]

    def _point(self, label: str, totals: Totals | None, before: Totals | None, *, has_come: bool) -> Point:
        return Point(
            label,
            self._count(totals) if has_come or totals else None,
            self._count(before) if self.view.compared else None,
        )

    def _count(self, totals: Totals | None) -> int:
        return getattr(totals or Totals(), self.view.metric)  # type: ignore[no-any-return]


def course(sources: Sources, site: Site, view: View, now_ms: int) -> Course:
    """Of the days of the view and as many before."""
    days = Days(view.previous.first, view.days.end)
    by_hour = hourly(sources, site, days, view.filters) if len(view.days) == 1 else {}
    now = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(site.time_zone))
    return Course(view, now, daily(sources, site, days, view.filters), by_hour)
