"""How often a key may ask."""

from dataclasses import dataclass
from enum import Enum


class Limit(Enum):
    """What a route counts against. The value is the length of a window in milliseconds."""

    NONE = 0
    PER_MINUTE = 60_000
    """So many requests a key and minute: API v2."""
    PER_HOUR = 3_600_000
    """So many requests a key and hour: API v1."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a window after a request; `allowed` is False for the one too many."""

    allowed: bool
    limit: int
    remaining: int
    reset_ms: int
    """Epoch milliseconds: when the next window begins."""

    def headers(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"x-ratelimit-limit", b"%d" % self.limit),
            (b"x-ratelimit-remaining", b"%d" % self.remaining),
            (b"x-ratelimit-reset", b"%d" % self.reset_ms),
        ]

    def retry_after_seconds(self, now_ms: int) -> int:
        """Whole seconds, rounded up: a client that waits so long is let in."""
        return max(1, -(-(self.reset_ms - now_ms) // 1000))


class Limiter:
    """Counts requests a key in windows that begin with the key's first request.

    Ended windows are forgotten once a window and whenever `most_keys` are known; when even so many are in use,
    the window that began first is given up.
    """

    def __init__(self, limit: int, window_ms: int, most_keys: int = 10_000) -> None:
        self.limit = limit
        self.window_ms = window_ms
        self.most_keys = most_keys
        self._windows: dict[int, tuple[int, int]] = {}  # key -> (reset_ms, requests), the oldest window first
        self._sweep_ms = 0

    def __len__(self) -> int:
        return len(self._windows)

    def take(self, key: int, now_ms: int) -> Allowance:
        """Count a request of `key`."""
        if now_ms >= self._sweep_ms or len(self._windows) >= self.most_keys:
            self._sweep(now_ms)
        reset_ms, count = self._windows.get(key, (0, 0))
        # A reset further away than a window means that the clock was set back.
        if not now_ms < reset_ms <= now_ms + self.window_ms:
            self._windows.pop(key, None)
            reset_ms, count = now_ms + self.window_ms, 0
        allowed = count < self.limit
        count += allowed
        self._windows[key] = (reset_ms, count)
        return Allowance(allowed, self.limit, self.limit - count, reset_ms)

    def _sweep(self, now_ms: int) -> None:
        self._sweep_ms = now_ms + self.window_ms
        self._windows = {key: window for key, window in self._windows.items() if window[0] > now_ms}
        while len(self._windows) >= self.most_keys:
            self._windows.pop(next(iter(self._windows)))
