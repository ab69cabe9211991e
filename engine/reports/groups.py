"""Pageviews by page, country, referrer, browser, platform or source, most first."""

from collections.abc import Iterator

import pyarrow as pa

from engine.reports.moment import Moment
from engine.reports.relation import Relation
from engine.reports.restrictions import Restriction, restriction
from engine.reports.sources import Sources
from engine.reports.windows import chunks
from schemas.api_v1.hits import GroupRow
from schemas.dimensions import BY_NAME
from schemas.questions import Days, Group, HitFilters, Page, Period
from schemas.sites import Site

_DIMENSIONS = {Group.BROWSER: "browser", Group.PLATFORM: "platform"}

CHUNK_HITS = 1_000_000
"""Hits read at a time: bounds the memory of telling the visitors of each day apart."""


def groups(
    sources: Sources, site: Site, period: Period, filters: HitFilters, group: Group, page: Page
) -> tuple[list[GroupRow], int]:
    """The rows of the page, and the number of all rows. Null is a value too: none, or not known."""
    wanted = restriction(site, period, filters, instant="created_at")
    rows = sources.ask(lambda moment: _rows(moment, site, wanted, group, page))
    counted = [_group_row(group, value, hits, visitors) for _, value, hits, visitors in rows if hits is not None]
    return counted, rows[0][0]


def _rows(
    moment: Moment, site: Site, wanted: Restriction, group: Group, page: Page
) -> list[tuple[int, str | None, int | None, int]]:
    """Total, value, pageviews, visitors."""
    counted = pa.concat_tables([table for part in wanted.parts() for table in _counted(moment, site, part, group)])
    relation = Relation("rows", "select * from counted", {}, {"counted": counted})
    return moment.rows("groups_page", relation, size=page.size, skipped=page.offset)


def _counted(moment: Moment, site: Site, part: Restriction, group: Group) -> Iterator[pa.Table]:
    dimension = _DIMENSIONS.get(group, group.value)
    if part.between is None and part.filters.keys() <= {dimension}:
        rows = moment.rollups(site, part.days, [dimension])
        yield moment.table("group_rollups", rows, {"where": part.where_value}, **part.values)
        return
    slots = {
        "column": BY_NAME[dimension].column,
        "visitor": "visitor" if group is Group.PATH else "null",
        "where": part.where,
    }
    for days in _chunks(moment, site, part.days):
        yield moment.table("group_hits", moment.hits(site, days), slots, **part.values)


def _chunks(moment: Moment, site: Site, days: Days) -> list[Days]:
    closed = moment.rows("daily_rollups", moment.closed_rollups(site, days, ["total"]), {"where": "true"})
    counts = dict(closed) | dict.fromkeys(moment.open_days(site, days), CHUNK_HITS)
    return chunks(counts, CHUNK_HITS) or [days]


def _group_row(group: Group, value: str | None, hits: int, visitors: int) -> GroupRow:
    if group is Group.PATH:
        return GroupRow(path=str(value), hit_count=hits, views=hits, unique_views=visitors)
    return GroupRow(hit_count=hits, **{group.value: value})  # type: ignore[arg-type]
