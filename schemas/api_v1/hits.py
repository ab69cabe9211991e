"""`/sites/:id/hits`"""

from datetime import date

import msgspec

from schemas.api_v1.instants import Instant
from schemas.api_v1.pagination import Pagination
from schemas.questions import Group, TimeZone


class HitRow(msgspec.Struct, frozen=True):
    """A pageview."""

    id: int
    url: str
    """The page's whole address."""
    path: str
    referrer: str | None
    """Whole address of the page before; null for none and for the site's own pages."""
    country: str | None
    """ISO 3166-1 alpha-2; null where it is not known."""
    browser_name: str | None
    platform_name: str | None
    is_mobile: bool
    """A telephone; a tablet is none."""
    created_at: Instant
    source: str | None
    """`ref` or `utm_source` of the page's query."""


class HitsAsked(msgspec.Struct, frozen=True):
    """What was asked for, with what was not given filled in."""

    start_date: date
    end_date: date
    country: str | None
    path: str | None
    referrer: str | None
    grouped: bool
    group_by: Group | None
    time_zone: TimeZone


class Hits(msgspec.Struct, frozen=True):
    """Pageviews one by one."""

    hits: list[HitRow]
    """Newest first."""
    pagination: Pagination
    filters: HitsAsked


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """One of the first six: what was grouped by. Null stands for none and for unknown."""

    path: str | msgspec.UnsetType = msgspec.UNSET
    country: str | msgspec.UnsetType | None = msgspec.UNSET
    referrer: str | msgspec.UnsetType | None = msgspec.UNSET
    browser_name: str | msgspec.UnsetType | None = msgspec.UNSET
    platform_name: str | msgspec.UnsetType | None = msgspec.UNSET
    source: str | msgspec.UnsetType | None = msgspec.UNSET
    hit_count: int
    views: int | msgspec.UnsetType = msgspec.UNSET
    """Of a path: `hit_count` once more."""
    unique_views: int | msgspec.UnsetType = msgspec.UNSET
    """Of a path: visitors of each day, summed over the days."""


class GroupedHits(msgspec.Struct, frozen=True):
    """Pageviews counted by `group_by`."""

    grouped_hits: list[GroupRow]
    """Most hits first."""
    pagination: Pagination
    filters: HitsAsked
