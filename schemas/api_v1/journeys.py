"""`/sites/:id/user_journeys`"""

from datetime import date

import msgspec

from schemas.api_v1.instants import Instant
from schemas.api_v1.pagination import Pagination
from schemas.questions import TimeZone


class JourneyPage(msgspec.Struct, frozen=True):
    path: str
    visited_at: Instant


class Journey(msgspec.Struct, frozen=True):
    """A visit of two or more pageviews."""

    visitor_hash: str
    page_count: int
    pages: list[JourneyPage]
    """In the order of their visit."""
    entry_page: str
    exit_page: str
    session_duration: str
    """Last hit minus first hit, in whole units: `45s`, `8m`, `1h 5m`."""
    first_hit: Instant
    last_hit: Instant
    duration_minutes: int
    referrer: str | None
    country: str | None
    browser: str | None


class JourneySummary(msgspec.Struct, frozen=True):
    """Visits with a pageview: those of several are multi-page, those of one are single-page."""

    total_visitors: int
    multi_page_visitors: int
    single_page_visitors: int
    bounce_rate: float
    """Percent of the visits that are single-page, one decimal."""


class PageVisitors(msgspec.Struct, frozen=True):
    path: str
    visitors: int


class JourneyInsights(msgspec.Struct, frozen=True):
    """Of all visits with a pageview; ten rows at most, most visits first."""

    top_entry_pages: list[PageVisitors]
    top_exit_pages: list[PageVisitors]


class DaysAsked(msgspec.Struct, frozen=True):
    start_date: date
    end_date: date
    time_zone: TimeZone


class Journeys(msgspec.Struct, frozen=True):
    user_journeys: list[Journey]
    """Newest first."""
    summary: JourneySummary
    insights: JourneyInsights
    pagination: Pagination
    filters: DaysAsked
