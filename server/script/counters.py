"""What counters on pages show, remembered for a minute: every view of a page asks."""

import threading
from collections.abc import Callable

import msgspec

KEPT_MS = 60_000
MOST_SITES = 10_000


class Counted(msgspec.Struct, frozen=True):
    """Of the site's whole life."""

    hits: int
    unique_hits: int
    countries: list[str]
    """ISO 3166-1 alpha-2, most visitors first."""
    uptime: str | None = None
    """Percent with two decimals; None where the site is not monitored, or nothing is known yet."""


class Counters:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[int, tuple[int, Counted]] = {}

    def of_site(self, site_id: int, now_ms: int, count: Callable[[], Counted]) -> Counted:
        with self._lock:
            kept_ms, counted = self._kept.get(site_id, (0, None))
        if counted is not None and 0 <= now_ms - kept_ms < KEPT_MS:
            return counted
        counted = count()
        with self._lock:
            if len(self._kept) >= MOST_SITES:
                self._kept.clear()
            self._kept[site_id] = (now_ms, counted)
        return counted
