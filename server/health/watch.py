"""What the server counts of itself, besides what the engine does."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.measures import Histogram, Tally

STALL_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
KEPT_SECONDS = 1.0
"""Anybody may ask how the server is, as often as they like: it is looked up once a second at most."""


class Reason(NamedTuple):
    """Why the server is not as well as it should be. The name is for everybody, the text for who runs it."""

    name: str
    text: str


class Reasons:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: Sequence[Reason] = ()
        self._found_at = -KEPT_SECONDS

    def read(self, find: Callable[[], Sequence[Reason]]) -> Sequence[Reason]:
        """Those of a moment ago, or what `find` finds."""
        with self._lock:
            if time.monotonic() - self._found_at >= KEPT_SECONDS:
                self._found, self._found_at = find(), time.monotonic()
            return self._found


@dataclass(frozen=True, slots=True)
class Watch:
    requests: Tally[tuple[str, str, int]] = field(default_factory=Tally)
    """By method, path of the route and status."""
    stalls: Histogram = field(default_factory=lambda: Histogram(STALL_SECONDS))
    """Seconds that the event loop was late, ten times a second."""
    reasons: Reasons = field(default_factory=Reasons)
