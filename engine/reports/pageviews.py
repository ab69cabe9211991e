"""Pageviews and visitors of each day, of the whole site or of one page."""

from engine.reports.sources import Sources
from schemas.api_v2 import DayCount, Pageviews
from schemas.questions import Days
from schemas.sites import Site


def pageviews(sources: Sources, site: Site, days: Days, pathname: str | None) -> Pageviews:
    dimension, value = ("total", "") if pathname is None else ("path", pathname)
    rows = sources.ask_rollups("daily_pageviews", site, days, [dimension], value=value)
    counts = {day: count for day, count, _ in rows}
    return Pageviews(
        total=sum(counts.values()),
        unique=sum(visitors for _, _, visitors in rows),
        chart=[DayCount(day, counts.get(day, 0)) for day in days],
    )
