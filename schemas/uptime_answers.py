"""The answer of `GET /api/v1/sites/:id/uptime`, field for field as its document shows it. Instants are texts in UTC."""

import msgspec

from schemas.api_v1.instants import InstantText
from schemas.api_v1.pagination import Pagination


class SslAnswer(msgspec.Struct, frozen=True):
    """All null for what is not known, and for a site without TLS."""

    expires_at: InstantText | None = None
    valid: bool | None = None
    expiring_soon: bool | None = None
    expired: bool | None = None
    days_until_expiry: int | None = None


class DomainAnswer(msgspec.Struct, frozen=True):
    tested_at: InstantText | None = None
    expires_at: InstantText | None = None
    remaining_days: int | None = None
    source: str | None = None
    expired: bool | None = None
    expiring_soon: bool | None = None
    days_until_expiry: int | None = None


class MonitorAnswer(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    url: str
    enabled: bool
    is_down: bool
    uptime: str | None
    """Percent of the known time, two decimals; null before anything is known."""
    last_check_at: InstantText | None
    next_check_at: InstantText | None
    last_status_code: int | None
    last_error_message: str | None
    status_description: str
    current_check_interval: str
    period: int
    """Seconds between checks while the site is up."""
    ssl: SslAnswer
    domain: DomainAnswer
    auto_paused: bool
    created_at: InstantText
    updated_at: InstantText


class DowntimeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    error: str
    started_at: InstantText
    ended_at: InstantText | None
    duration: int
    """Seconds, without what lies between and is unknown."""
    duration_in_words: str
    partial: bool
    ongoing: bool


class DowntimeSummary(msgspec.Struct, frozen=True):
    total_downtimes: int
    ongoing_downtimes: int
    recent_downtimes_30_days: int
    """Those that began in the last 30 days."""


class UptimeAnswer(msgspec.Struct, frozen=True):
    monitor: MonitorAnswer
    downtimes: list[DowntimeAnswer]
    """The newest first."""
    pagination: Pagination
    summary: DowntimeSummary
