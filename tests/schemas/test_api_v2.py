"""The answers are spelt in JSON as the document spells them."""

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec

from schemas.api_v2 import (
    ActivePage,
    BrowserCount,
    CountryCount,
    DayCount,
    EventCount,
    Events,
    Pageviews,
    Realtime,
    ReferrerCount,
    SiteRow,
    Sites,
    Stats,
    TopPage,
    instant_text,
)
from schemas.sites import Site


def test_stats_are_spelt_as_documented() -> None:
    stats = Stats(
        visitors=1234,
        pageviews=5678,
        bounce_rate=42,
        avg_duration=145,
        top_pages=[TopPage("/", 2000)],
        top_referrers=[ReferrerCount("google.com", 500)],
        browsers=[BrowserCount("Chrome", 3000)],
        countries=[CountryCount("US", 2000)],
    )
    assert msgspec.json.decode(msgspec.json.encode(stats)) == {
        "visitors": 1234,
        "pageviews": 5678,
        "bounceRate": 42,
        "avgDuration": 145,
        "topPages": [{"pathname": "/", "views": 2000}],
        "topReferrers": [{"referrer": "google.com", "count": 500}],
        "browsers": [{"browser": "Chrome", "count": 3000}],
        "countries": [{"country": "US", "count": 2000}],
    }


def test_realtime_events_and_pageviews_are_spelt_as_documented() -> None:
    assert msgspec.json.encode(Realtime(42, [ActivePage("/", 15)])) == (
        b'{"activeVisitors":42,"activePages":[{"path":"/","visitors":15}]}'
    )
    assert msgspec.json.encode(Events([EventCount("signup_click", 234)])) == (
        b'{"events":[{"name":"signup_click","count":234}]}'
    )
    assert msgspec.json.encode(Pageviews(5678, 1234, [DayCount(date(2025, 3, 21), 800)])) == (
        b'{"total":5678,"unique":1234,"chart":[{"date":"2025-03-21","count":800}]}'
    )


def test_a_site_is_shown_with_its_hex_id_and_a_name() -> None:
    created = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    site = Site(
        id=7,
        account_id=1,
        uid="abc",
        hex_id="6507f1f77bcf86cd79943901",
        domain="example.com",
        label="",
        time_zone="UTC",
        created_at=created,
        updated_at=created,
    )
    assert msgspec.json.decode(msgspec.json.encode(Sites([SiteRow.of(site)]))) == {
        "sites": [
            {
                "siteId": "6507f1f77bcf86cd79943901",
                "name": "example.com",
                "domain": "example.com",
                "isActive": True,
                "createdAt": "2025-01-15T10:30:00.000Z",
            }
        ]
    }


def test_an_instant_is_written_in_utc_with_milliseconds() -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    assert instant_text(datetime(2025, 1, 15, 0, 0, 0, 1999, tzinfo=kathmandu)) == "2025-01-14T18:15:00.001Z"
    assert instant_text(datetime(2025, 1, 15, 10, 30)) == "2025-01-15T10:30:00.000Z"  # noqa: DTZ001
