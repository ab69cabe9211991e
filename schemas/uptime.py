"""Monitors, their checks and downtimes. Instants are epoch milliseconds."""

from enum import StrEnum

import msgspec


class Health(StrEnum):
    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One request to a site, and what came back. `status` is None where no answer came."""

    checked_ms: int
    """When it began."""
    up: bool
    status: int | None = None
    error: str | None = None
    """What went wrong, in words for the site's owner; None when up."""
    milliseconds: int = 0
    """Until the answer's headers were there, redirects included."""


class Downtime(msgspec.Struct, frozen=True, kw_only=True):
    """`known_ms` is its length: from `started_ms` to `seen_ms`, less what lies between without checks."""

    id: int = 0
    error: str
    started_ms: int
    seen_ms: int
    """The last moment at which the site is known to have been down."""
    ended_ms: int | None = None
    known_ms: int = 0
    partial: bool = False
    """Some checks passed meanwhile."""
    rested_ms: int = 0
    """How much of `known_ms` was over when checking was resumed: from there on the interval grows anew."""


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What the checks of a monitor add up to."""

    health: Health = Health.UNKNOWN
    up_ms: int = 0
    down_ms: int = 0
    counted_ms: int = 0
    """Until when time is in `up_ms` and `down_ms`, or left out as unknown."""
    last_check: Check | None = None
    doubt: Check | None = None
    """A check that says otherwise than `health`: the next one decides."""
    downtime: Downtime | None = None
    """The one that goes on."""


class Change(StrEnum):
    """What a check may turn out to be."""

    WENT_DOWN = "went_down"
    CAME_BACK = "came_back"
    PAUSED = "paused"


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What a site showed for itself. `valid`: a browser would take it; None where none could be read.

    `told_days` and `told_bad` say which notices there were: of how many days left, and of a bad certificate.
    """

    tested_ms: int
    expires_ms: int | None = None
    valid: bool | None = None
    error: str | None = None
    told_days: int | None = None
    told_bad: bool = False


class NoticeKind(StrEnum):
    DOWN = "monitor.down"
    UP = "monitor.up"
    PAUSED = "monitor.paused"
    CERTIFICATE_EXPIRING = "certificate.expiring"
    CERTIFICATE_BAD = "certificate.bad"
    TRAFFIC_SPIKE = "traffic.spike"
    TRAFFIC_DROP = "traffic.drop"
    TRAFFIC_SILENT = "traffic.silent"


class Channel(StrEnum):
    EMAIL = "email"
    WEBHOOK = "webhook"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One message over one channel. `id` stays the same over all tries: a receiver knows it again by it."""

    id: str
    site_id: int
    kind: NoticeKind
    channel: Channel
    content: str
    """JSON, as `engine/uptime/notice_contents.py` makes it."""
    created_ms: int
    attempts: int = 0
    next_try_ms: int | None = None
    """None when it was delivered or given up."""
    delivered_ms: int | None = None
    error: str | None = None
    """Of the last try."""


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """Of a domain at its registry. `source` is rdap or whois, None where neither knew."""

    tested_ms: int
    expires_ms: int | None = None
    source: str | None = None


class Monitor(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    site_id: int
    enabled: bool
    auto_paused: bool
    """Switched off by itself because the site was down for so long."""
    url: str | None
    """What is checked; None for the site's own address."""
    next_check_ms: int | None
    course: Course
    certificate: Certificate | None
    registration: Registration | None
    created_ms: int
    updated_ms: int
