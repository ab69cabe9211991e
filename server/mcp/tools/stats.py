"""How many, and how many at this moment."""

from typing import Annotated, Literal

from pydantic import Field

from engine.reports.breakdown import Totals
from engine.reports.realtime import realtime
from engine.reports.series import daily, hourly, summed
from engine.reports.sources import Sources
from schemas.errors import BadInputError
from schemas.filters import Filter
from schemas.questions import Days
from schemas.sites import Site
from server.mcp.answers import ActivePage, Numbers, Point, RealtimeAnswer, StatsAnswer
from server.mcp.desk import Desk
from server.mcp.parameters import (
    FilterValues,
    FirstDay,
    LastDay,
    LastDays,
    SiteName,
    asked_days,
    asked_filters,
    days_before,
    span,
)

MOST_HOURLY_DAYS = 31

Series = Annotated[
    Literal["none", "day", "hour"],
    Field(
        description=f"Also of each day, or of each hour of at most {MOST_HOURLY_DAYS} days; empty ones are left out."
    ),
]


def get_stats(
    desk: Desk,
    site: SiteName = None,
    last_days: LastDays = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    filters: FilterValues = None,
    series: Series = "none",
) -> StatsAnswer:
    """The numbers of a site over some days, and of as many days just before, to compare with.

    pageviews: hits without an event name. events: hits with one. visitors: distinct visitors of each day, summed over
    days, for nobody is followed from day to day. visits: a visitor's hits of one day with no gap over 30 minutes.
    bounce_rate_percent: visits with one pageview and no event, of all visits. average_visit_seconds: last hit minus
    first, over all visits. Days are dates in the site's time zone; today is not over yet.
    """
    found = desk.site(site)
    days, narrowed = asked_days(desk.today(found), last_days, first_day, last_day), asked_filters(filters)
    sources, before = desk.sources(found), days_before(days)
    return StatsAnswer(
        of=span(found, days),
        numbers=Numbers.of(summed(list(daily(sources, found, days, narrowed).values()))),
        before=Numbers.of(summed(list(daily(sources, found, before, narrowed).values()))),
        before_first_day=before.first.isoformat(),
        series=[_point(at, totals) for at, totals in _series(sources, found, days, narrowed, series)],
    )


def _series(sources: Sources, site: Site, days: Days, filters: list[Filter], wanted: str) -> list[tuple[str, Totals]]:
    if wanted == "none":
        return []
    if wanted == "day":
        return [(day.isoformat(), totals) for day, totals in sorted(daily(sources, site, days, filters).items())]
    if len(days) > MOST_HOURLY_DAYS:
        raise BadInputError(f"these are {len(days)} days: ask for hours of at most {MOST_HOURLY_DAYS}, or by day")
    by_hour = sorted(hourly(sources, site, days, filters).items())
    return [(f"{day} {hour:02}:00", totals) for (day, hour), totals in by_hour]


def _point(at: str, totals: Totals) -> Point:
    return Point(at, totals.visitors, totals.pageviews, totals.visits, totals.events)


def get_realtime(desk: Desk, site: SiteName = None) -> RealtimeAnswer:
    """How many distinct visitors had a hit in the last 5 minutes, and on which pages."""
    found = desk.site(site)
    now = realtime(desk.sources(found), found, desk.calendar, desk.now_ms())
    pages = [ActivePage(page.path, page.visitors) for page in now.active_pages]
    return RealtimeAnswer(found.domain, now.active_visitors, pages)
