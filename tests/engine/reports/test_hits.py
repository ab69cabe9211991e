"""Pages of hits, and how many there are, are what a plain reading gives, whatever is asked."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from engine.reports.groups import groups
from engine.reports.hits import hits
from schemas.api_v1.hits import GroupRow, HitRow
from schemas.questions import Days, Group, HitFilters, Page, Period, TimeZone
from schemas.sites import Site
from tests.engine.reports import plain
from tests.engine.reports.layers import COUNTRIES, NOW, PATHS, Layers, layers, rows, site_in

KATHMANDU = "Asia/Kathmandu"
COLUMNS = {Group.BROWSER: "browser", Group.PLATFORM: "platform"}
ALL = Period(Days(date(2026, 1, 1), date(2027, 1, 1)))


def wanted(found: Layers, period: Period, filters: HitFilters) -> list[plain.Hit]:
    zone = UTC if period.time_zone is TimeZone.UTC else ZoneInfo(found.site.time_zone)
    return plain.chosen(
        found.hits, filters.country, filters.path, filters.referrer, period.days.first, period.days.last, zone
    )


def plain_row(site: Site, values: plain.Hit) -> HitRow:
    return HitRow(
        id=values["hit_id"],
        url=values["url"] or site.url + values["path"],
        path=values["path"],
        referrer=values["referrer"],
        country=values["country"],
        browser_name=values["browser"],
        platform_name=values["platform"],
        is_mobile=values["device"] == "mobile",
        created_at=datetime.fromtimestamp(values["created_at_ms"] // 1000, UTC),
        source=values["source"],
    )


def check_hits(found: Layers, period: Period, filters: HitFilters, size: int) -> None:
    """Every page, and the one after the last."""
    expected = [plain_row(found.site, values) for values in plain.pageviews(wanted(found, period, filters))]
    for number in range(1, len(expected) // size + 3):
        page = hits(found.sources, found.site, period, filters, Page(number, size))
        assert page == (expected[(number - 1) * size :][:size], len(expected))


def check_groups(found: Layers, period: Period, filters: HitFilters, group: Group, page: Page) -> None:
    expected = plain.groups(wanted(found, period, filters), COLUMNS.get(group, group.value))
    answer, total = groups(found.sources, found.site, period, filters, group, page)
    assert [plain_group(group, row) for row in answer] == [
        (value, count, visitors if group is Group.PATH else UNSET)
        for value, count, visitors in expected[page.offset :][: page.size]
    ]
    assert total == len(expected)


def plain_group(group: Group, row: GroupRow) -> tuple[Any, Any, Any]:
    """The unique views of other groups than path are not told; those of path are."""
    return getattr(row, group.value), row.hit_count, row.unique_views


_FILTERS = st.builds(
    HitFilters,
    country=st.sampled_from(COUNTRIES),
    path=st.sampled_from([None, *PATHS, "/none"]),
    referrer=st.sampled_from([None, "NEWS", "100%_", "100_", "q"]),
)


@settings(max_examples=25, deadline=None)
@given(data=st.data(), filters=_FILTERS, size=st.integers(1, 4), time_zone=st.sampled_from(TimeZone))
def test_every_page_of_hits_and_groups_equals_a_plain_reading(
    data: st.DataObject, filters: HitFilters, size: int, time_zone: TimeZone
) -> None:
    zone = data.draw(st.sampled_from(["UTC", KATHMANDU]))
    first = data.draw(st.lists(rows(zone, [0, 0, 1, 2, 22, 23]), max_size=20))
    hot = data.draw(st.lists(rows(zone, [0]), max_size=4))
    length = data.draw(st.sampled_from([1, 2, 3, 30]))
    period = Period(Days.through(NOW.date() - timedelta(days=data.draw(st.integers(0, 2))), length), time_zone)
    with layers(site_in(zone), first, hot) as found:
        check_hits(found, period, filters, size)
        for group in Group:
            check_groups(found, period, filters, group, Page(1, 1000))
        check_groups(found, period, filters, Group.PATH, Page(2, 1))
        check_groups(found, period, filters, Group.REFERRER, Page(3, 2))
