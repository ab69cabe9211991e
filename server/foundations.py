"""What the server and the commands that write hits both open, as the settings say."""

from collections.abc import Callable
from pathlib import Path

from engine.duck import DuckLimits
from engine.ingest.places import SHIPPED_NAME, unpack_shipped
from engine.registry.registry import Registry
from engine.statements import Statements
from engine.storage.flushing import FlushLimits
from engine.storage.keeping import Keeping
from engine.storage.lake import Lake, LakeLimits, open_lake
from server.settings import Settings


def geo_database(settings: Settings) -> Path:
    """The shipped one is unpacked where it is missing."""
    return settings.geo_database or unpack_shipped(settings.data / "geo")


def geo_path(settings: Settings) -> Path:
    """Where it is to be, whether it is there or not."""
    return settings.geo_database or settings.data / "geo" / SHIPPED_NAME


def zone_finder(registry: Registry) -> Callable[[int], str | None]:
    def zone_of(site_id: int) -> str | None:
        site = registry.sites.by_id(site_id)
        return site.time_zone if site else None

    return zone_of


def _retention_finder(registry: Registry) -> Callable[[int], int | None]:
    def retention_days(site_id: int) -> int | None:
        site = registry.sites.by_id(site_id)
        return site.retention_days if site else None

    return retention_days


def opened_lake(
    settings: Settings, registry: Registry, now_ms: Callable[[], int], statements: Statements | None = None
) -> Lake:
    """Raises ConflictError where another process holds DATA, OSError."""
    limits = LakeLimits(
        queue_hits=settings.queue_hits,
        flush=FlushLimits(settings.flush_rows, settings.flush_bytes, settings.flush_seconds),
        filing=DuckLimits(settings.memory_limit, settings.threads),
        close_after_minutes=settings.close_after_minutes,
    )
    return open_lake(
        settings.data,
        numbers=registry.numbers,
        ledger=registry.receipts,
        zone_of=zone_finder(registry),
        now_ms=now_ms,
        limits=limits,
        keeping=Keeping(registry.erasures.sites, _retention_finder(registry)),
        statements=statements,
    )
