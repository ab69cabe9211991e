"""Pageviews one by one, newest first, and how many there are."""

from datetime import date

from engine.reports.moment import Moment
from engine.reports.restrictions import Restriction, restriction
from engine.reports.sources import Sources
from engine.reports.windows import window
from schemas.api_v1.hits import HitRow
from schemas.api_v1.instants import second_of
from schemas.questions import HitFilters, Page, Period
from schemas.sites import Site


def hits(sources: Sources, site: Site, period: Period, filters: HitFilters, page: Page) -> tuple[list[HitRow], int]:
    """The rows of the page, and the number of all rows."""
    wanted = restriction(site, period, filters, instant="created_at")
    return sources.ask(lambda moment: _hits(moment, site, wanted, page))


def _hits(moment: Moment, site: Site, wanted: Restriction, page: Page) -> tuple[list[HitRow], int]:
    counts = {day: count for part in wanted.parts() for day, count in _daily_counts(moment, site, part).items()}
    total = sum(counts.values())
    found = window(counts, page)
    if found is None:
        return [], total
    rows = moment.rows(
        "hits_page",
        moment.hits(site, found.days),
        {"where": wanted.where},
        **wanted.values,
        size=page.size,
        skipped=found.skipped,
    )
    return [_hit_row(site, *row) for row in rows], total


def _daily_counts(moment: Moment, site: Site, wanted: Restriction) -> dict[date, int]:
    """From rollups where they know; open days are always counted hit by hit, so that no hit is missing."""
    if wanted.dimension is None:
        relation = moment.hits(site, wanted.days)
        return dict(moment.rows("daily_hits", relation, {"where": wanted.where}, **wanted.values))
    closed = moment.closed_rollups(site, wanted.days, [wanted.dimension])
    counts = dict(moment.rows("daily_rollups", closed, {"where": wanted.where_value}, **wanted.values))
    open_days = moment.open_days(site, wanted.days)
    if open_days:
        relation = moment.open_hits(site, open_days)
        counts |= dict(moment.rows("daily_hits", relation, {"where": wanted.where}, **wanted.values))
    return counts


def _hit_row(
    site: Site,
    hit_id: int,
    url: str | None,
    path: str,
    referrer: str | None,
    source: str | None,
    country: str | None,
    browser: str | None,
    platform: str | None,
    device: str | None,
    created_ms: int,
) -> HitRow:
    return HitRow(
        id=hit_id,
        url=url or site.url + path,
        path=path,
        referrer=referrer,
        country=country,
        browser_name=browser,
        platform_name=platform,
        is_mobile=device == "mobile",
        created_at=second_of(created_ms),
        source=source,
    )
