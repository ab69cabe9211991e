"""Hits and events that programs send, and what they are answered."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from schemas.api_v1.hits import HitRow
from schemas.drops import DropReason

MOST_ROWS = 100_000
"""In a batch."""

_PART = r"[^\s.\x00-\x1f\x7f-\x9f\ufeff]+"
EVENT_PATTERN = rf"^{_PART}(\.{_PART})+$"
"""Control characters are named: which of them count as blanks differs between Python and JSON Schema."""

Path = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=r"\S",
        description="The page's path; a missing slash at its begin is added, its query is not kept.",
        examples=["/blog/my-post"],
    ),
]
OptionalPath = Annotated[str, Meta(max_length=2000, description="The page's path, as of a hit.")]
Url = Annotated[
    str,
    Meta(
        max_length=2000,
        pattern=r"^(https?://[^\s/?#]|$)",
        description="The page's whole address. Without it, the site's address followed by the path.",
    ),
]
Referrer = Annotated[str, Meta(max_length=2000, description="The whole address of the page before.")]
UserAgent = Annotated[
    str,
    Meta(
        max_length=2000,
        description="The visitor's user agent: for browser, platform and robots, and for telling visitors apart."
        " Never stored.",
    ),
]
Country = Annotated[
    str, Meta(max_length=2, pattern=r"^([A-Z]{2}|)$", description="ISO 3166-1 alpha-2. Wins over `ip_address`.")
]
IpAddress = Annotated[
    str,
    Meta(
        max_length=100,
        description="The visitor's address: for country and telling visitors apart. Never stored.",
        extra_json_schema={"anyOf": [{"format": "ipv4"}, {"format": "ipv6"}, {"maxLength": 0}]},
    ),
]
VisitorId = Annotated[
    str, Meta(max_length=200, description="Who the visitor is for you: tells visitors apart better than an address.")
]
Source = Annotated[str, Meta(max_length=500, description="Wins over `ref` and `utm_source` of the page's query.")]
CreatedAt = Annotated[
    Annotated[datetime, Meta(tz=True)] | None,
    Meta(
        description="When it was, for hits of the past: ISO 8601 with any offset, UTC without one. Not in the future."
        " Without it, now.",
        extra_json_schema={
            "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "maxLength": 0}, {"type": "null"}]
        },
    ),
]
RowId = Annotated[
    str,
    Meta(
        max_length=200, description="Your name for it. Sent again under the same name within a day, it is stored once."
    ),
]
EventName = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=EVENT_PATTERN,
        description="`category.action`: two or more parts joined by dots.",
        examples=["signup.click"],
    ),
]
EventValue = Annotated[
    str, Meta(max_length=500, description="What belongs to the event: a text, number or truth value.")
]


class Sent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What hits and events have in common. An empty text counts as a missing one; other fields are passed over."""

    url: Url | None = None
    referrer: Referrer | None = None
    user_agent: UserAgent | None = None
    country: Country | None = None
    ip_address: IpAddress | None = None
    visitor_id: VisitorId | int | None = None
    source: Source | None = None
    created_at: CreatedAt = None
    id: RowId | int | None = None


class NewHit(Sent, frozen=True, kw_only=True):
    """A pageview to store."""

    path: Path


class NewEvent(Sent, frozen=True, kw_only=True):
    """A custom event to store."""

    event: EventName
    value: EventValue | int | float | bool | None = None
    path: OptionalPath | None = None


NewHits = Annotated[list[NewHit], Meta(max_length=MOST_ROWS)]
NewEvents = Annotated[list[NewEvent], Meta(max_length=MOST_ROWS)]


class CreatedHit(HitRow, frozen=True, kw_only=True):
    """The hit as it is stored."""

    visitor_hash: str
    """Of the visitor on this site and day."""
    unique_hash: str
    """Of the visitor on this page and day."""
    event: str | UnsetType = UNSET
    """Of an event alone."""
    value: str | UnsetType | None = UNSET
    """Of an event alone."""


class Created(msgspec.Struct, frozen=True, tag_field="status", tag="created"):
    """The hit is on disk."""

    http_status: ClassVar[int] = 201

    hit: CreatedHit


class Ignored(msgspec.Struct, frozen=True, tag_field="status", tag="ignored"):
    """There is nothing wrong with the request, but the hit does not count and is not stored."""

    http_status: ClassVar[int] = 202

    reason: DropReason
    message: str
    """The reason in words."""


class Invalid(msgspec.Struct, frozen=True, tag_field="status", tag="error"):
    """Nothing is stored. All that is wrong is named at once."""

    http_status: ClassVar[int] = 422

    errors: list[str]
    error: str
    """The errors in one text."""

    @classmethod
    def of(cls, *errors: str) -> "Invalid":
        return cls(list(errors), "; ".join(errors))


class RowResult(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What became of a row."""

    index: int
    """Its place in the request, from 0."""
    status: Literal["created", "ignored", "error"]
    reason: DropReason | UnsetType = UNSET
    """Of an ignored row."""
    errors: list[str] | UnsetType = UNSET
    """Of a row with errors, all of them."""
    repeated: bool = False
    """True where a row of this `id` was stored before; it is not stored again."""


class BatchAnswer(msgspec.Struct, frozen=True):
    """A row with errors costs itself alone."""

    created_count: int
    ignored_count: int
    error_count: int
    results: list[RowResult]
