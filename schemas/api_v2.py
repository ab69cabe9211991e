"""The answers of API v2, field for field as its document shows them; Python names in snake case, JSON in camel case."""

from datetime import UTC, date, datetime
from typing import Self

import msgspec

from schemas.api_v1.instants import InstantText
from schemas.sites import Site


class _Answer(msgspec.Struct, frozen=True, rename="camel"):
    pass


class TopPage(_Answer, frozen=True):
    pathname: str
    views: int


class ReferrerCount(_Answer, frozen=True):
    referrer: str
    """A host without `www.`."""
    count: int


class BrowserCount(_Answer, frozen=True):
    browser: str
    count: int


class CountryCount(_Answer, frozen=True):
    country: str
    """ISO 3166-1 alpha-2."""
    count: int


class Stats(_Answer, frozen=True):
    visitors: int
    pageviews: int
    bounce_rate: int
    """Percent of the visits."""
    avg_duration: int
    """Seconds a visit."""
    top_pages: list[TopPage]
    top_referrers: list[ReferrerCount]
    browsers: list[BrowserCount]
    countries: list[CountryCount]


class ActivePage(_Answer, frozen=True):
    path: str
    visitors: int


class Realtime(_Answer, frozen=True):
    active_visitors: int
    active_pages: list[ActivePage]


class EventCount(_Answer, frozen=True):
    name: str
    count: int


class Events(_Answer, frozen=True):
    events: list[EventCount]


class DayCount(_Answer, frozen=True):
    date: date
    count: int


class Pageviews(_Answer, frozen=True):
    total: int
    unique: int
    chart: list[DayCount]
    """One row a day, days without hits included."""


class SiteRow(_Answer, frozen=True):
    site_id: str
    name: str
    domain: str
    is_active: bool
    created_at: InstantText
    """UTC with milliseconds and Z."""

    @classmethod
    def of(cls, site: Site) -> Self:
        return cls(site.hex_id, site.label or site.domain, site.domain, site.active, instant_text(site.created_at))


class Sites(_Answer, frozen=True):
    sites: list[SiteRow]


def instant_text(instant: datetime) -> str:
    """`2025-01-15T10:30:00.000Z`; an instant without a zone is UTC."""
    utc = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"
