"""Journeys, closed and open, are what a plain reading of visits gives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.reports.journeys import duration_text, journeys
from schemas.api_v1.journeys import Journey, JourneyPage, JourneySummary, PageVisitors
from schemas.questions import Days, Page, Period, TimeZone
from tests.engine.reports import plain
from tests.engine.reports.layers import NOW, Layers, layers, rows, site_in
from tests.engine.storage.lakeside import hit


def second(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(epoch_ms // 1000, UTC)


def pages(visit: list[plain.Hit]) -> list[plain.Hit]:
    return [hit for hit in visit if hit["event"] is None]


def wanted(found: Layers, period: Period) -> list[list[plain.Hit]]:
    """Visits with a pageview that begin in the period, newest first."""
    zone = UTC if period.time_zone is TimeZone.UTC else ZoneInfo(found.site.time_zone)
    visits = [
        visit
        for visit in plain.visits(found.hits)
        if pages(visit) and datetime.fromtimestamp(visit[0]["created_at_ms"] / 1000, zone).date() in period.days
    ]
    return sorted(visits, key=lambda visit: (visit[0]["created_at_ms"], visit[0]["hit_id"]), reverse=True)


def plain_journey(visit: list[plain.Hit]) -> Journey:
    seen, lasted_ms = pages(visit), plain.duration_ms(visit)
    return Journey(
        visitor_hash=f"{visit[0]['visitor']:016x}",
        page_count=len(seen),
        pages=[JourneyPage(hit["path"], second(hit["created_at_ms"])) for hit in seen],
        entry_page=seen[0]["path"],
        exit_page=seen[-1]["path"],
        session_duration=duration_text(lasted_ms // 1000),
        first_hit=second(visit[0]["created_at_ms"]),
        last_hit=second(visit[-1]["created_at_ms"]),
        duration_minutes=lasted_ms // 60_000,
        referrer=visit[0]["referrer"],
        country=visit[0]["country"],
        browser=visit[0]["browser"],
    )


def plain_ends(visits: list[list[plain.Hit]], place: int) -> list[PageVisitors]:
    paths = [pages(visit)[place]["path"] for visit in visits]
    return [PageVisitors(path, paths.count(path)) for path in sorted(set(paths), key=lambda p: (-paths.count(p), p))]


@settings(max_examples=25, deadline=None)
@given(data=st.data(), size=st.integers(1, 4), time_zone=st.sampled_from(TimeZone))
def test_every_page_of_journeys_equals_a_plain_reading(data: st.DataObject, size: int, time_zone: TimeZone) -> None:
    zone = data.draw(st.sampled_from(["UTC", "Asia/Kathmandu"]))
    first = data.draw(st.lists(rows(zone, [0, 0, 1, 2, 22, 23], minutes=150), max_size=25))
    hot = data.draw(st.lists(rows(zone, [0], minutes=150), max_size=5))
    length = data.draw(st.sampled_from([1, 2, 3, 30]))
    period = Period(Days.through(NOW.date() - timedelta(days=data.draw(st.integers(0, 2))), length), time_zone)
    with layers(site_in(zone), first, hot) as found:
        visits = wanted(found, period)
        several = [plain_journey(visit) for visit in visits if len(pages(visit)) > 1]
        for number in range(1, len(several) // size + 3):
            page, summary, insights = journeys(found.sources, found.site, period, Page(number, size))
            assert page == several[(number - 1) * size :][:size]
        assert summary.multi_page_visitors == len(several)
        assert summary.total_visitors == len(visits) == summary.multi_page_visitors + summary.single_page_visitors
        assert insights.top_entry_pages == plain_ends(visits, 0)
        assert insights.top_exit_pages == plain_ends(visits, -1)


def test_a_journey_in_words() -> None:
    ten = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    walk = [("/", 0), ("/blog", 150), ("/blog/user-journeys", 315), ("/contact", 525)]
    stored = [hit(ten + timedelta(seconds=after), visitor=0xA1B2C3, path=path, country="US") for path, after in walk]
    bounce = hit(ten + timedelta(minutes=1), visitor=2, path="/blog")
    with layers(site_in("UTC"), [*stored, bounce], []) as found:
        day = Period(Days(date(2026, 11, 20), date(2026, 11, 21)))
        rows, summary, insights = journeys(found.sources, found.site, day, Page(1, 10))
    assert [
        (row.visitor_hash, row.page_count, row.entry_page, row.exit_page, row.session_duration) for row in rows
    ] == [("0000000000a1b2c3", 4, "/", "/contact", "8m")]
    assert [(page.path, f"{page.visited_at:%H:%M:%S}") for page in rows[0].pages] == [
        ("/", "10:00:00"),
        ("/blog", "10:02:30"),
        ("/blog/user-journeys", "10:05:15"),
        ("/contact", "10:08:45"),
    ]
    assert (f"{rows[0].last_hit:%H:%M:%S}", rows[0].duration_minutes, rows[0].country) == ("10:08:45", 8, "US")
    assert summary == JourneySummary(2, 1, 1, 50.0)
    assert insights.top_entry_pages == [PageVisitors("/", 1), PageVisitors("/blog", 1)]
    assert insights.top_exit_pages == [PageVisitors("/blog", 1), PageVisitors("/contact", 1)]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (45, "45s"), (59, "59s"), (60, "1m"), (525, "8m"), (3599, "59m"), (3600, "1h 0m"), (3959, "1h 5m")],
)
def test_a_duration_is_cut_to_whole_units(seconds: int, text: str) -> None:
    assert duration_text(seconds) == text
