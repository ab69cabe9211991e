"""Instants as API v1 writes them: `2023-06-04T14:22:00Z`."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

Instant = Annotated[datetime, Meta(tz=True)]
InstantText = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


def whole_second(instant: datetime) -> datetime:
    """In UTC, without parts of a second."""
    return instant.astimezone(UTC).replace(microsecond=0)


def second_of(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(epoch_ms // 1000, UTC)
