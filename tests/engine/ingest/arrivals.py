"""Sites, facts and arrivals of our own making."""

import os
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from engine.ingest.facts import Facts, build_facts
from engine.ingest.places import Places
from schemas.hits import HIT_NAMES, Arrival
from schemas.sites import Site

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
NOON = 1_794_916_800_000
"""2026-11-17 12:00 UTC."""


class DaySalts:
    """A salt a day, the same ones every time."""

    def salt(self, day: date) -> bytes:
        return blake2b(day.isoformat().encode(), digest_size=16).digest()


def shared(name: str) -> Path:
    """A file of the shared data folder, which may be missing."""
    beside = Path(__file__).resolve().parents[3].parent / "shared"
    return Path(os.environ.get("HITLAKE_SHARED", beside)) / "data" / name


def facts(places: Places | None = None) -> Facts:
    return build_facts(places, DaySalts())


def site(**changes: Any) -> Site:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    plain: dict[str, Any] = {
        "id": 7,
        "account_id": 1,
        "uid": "abc123",
        "hex_id": "0123456789abcdef01234567",
        "domain": "example.com",
        "label": "Example",
        "time_zone": "UTC",
        "created_at": then,
        "updated_at": then,
    }
    return Site(**(plain | changes))


def arrival(**changes: Any) -> Arrival:
    plain: dict[str, Any] = {"created_at_ms": NOON, "url": "https://example.com/", "user_agent": CHROME}
    return Arrival(**(plain | changes))


def named(row: object) -> dict[str, Any]:
    assert isinstance(row, tuple)
    return dict(zip(HIT_NAMES, row, strict=True))
