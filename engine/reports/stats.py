"""The numbers of a site over some days, and its ten first pages, referrers, browsers and countries."""

from engine.reports.sources import Sources
from schemas.api_v2 import BrowserCount, CountryCount, ReferrerCount, Stats, TopPage
from schemas.questions import Days
from schemas.sites import Site

_DIMENSIONS = ("total", "path", "referrer_host", "browser", "country")


def stats(sources: Sources, site: Site, days: Days) -> Stats:
    visitors = pageviews = visits = bounces = duration_ms = 0
    top: dict[str, list[tuple[str, int]]] = {name: [] for name in _DIMENSIONS}
    for dimension, value, *metrics in sources.ask_rollups("stats", site, days, _DIMENSIONS):
        if dimension == "total":
            pageviews, visitors, visits, bounces, duration_ms = metrics
        else:
            top[dimension].append((value, metrics[0]))
    return Stats(
        visitors=visitors,
        pageviews=pageviews,
        bounce_rate=rounded_ratio(100 * bounces, visits),
        avg_duration=rounded_ratio(duration_ms, visits * 1000),
        top_pages=[TopPage(value, count) for value, count in top["path"]],
        top_referrers=[ReferrerCount(value, count) for value, count in top["referrer_host"]],
        browsers=[BrowserCount(value, count) for value, count in top["browser"]],
        countries=[CountryCount(value, count) for value, count in top["country"]],
    )


def rounded_ratio(part: int, whole: int) -> int:
    """Half is rounded up; 0 where there is nothing to divide by."""
    return (2 * part + whole) // (2 * whole) if whole else 0
