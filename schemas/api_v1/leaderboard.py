"""`/sites/:id/leaderboard`"""

import msgspec

from schemas.api_v1.instants import Instant
from schemas.api_v1.pagination import Pagination
from schemas.api_v1.sites import SiteNamed


class LeaderboardRow(msgspec.Struct, frozen=True):
    path: str
    total_hits: int
    unique_hits: int
    percentage: float
    """Of all hits of the site, one decimal."""


class CacheInfo(msgspec.Struct, frozen=True):
    cached_at: Instant
    expires_at: Instant


class PathAsked(msgspec.Struct, frozen=True):
    path: str | None


class Leaderboard(msgspec.Struct, frozen=True):
    leaderboard: list[LeaderboardRow]
    site: SiteNamed
    pagination: Pagination
    cache_info: CacheInfo
    filters: PathAsked
