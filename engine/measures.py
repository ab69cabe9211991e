"""What a running server counts of itself: plain numbers, cheap where they are counted, read when somebody asks."""

import threading
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

COMMIT_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)
GROUP_HITS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000)
QUERY_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Histogram:
    """How many values were at most each bound; thread-safe. A library's would cost a lock for each bucket."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self._lock = threading.Lock()
        self._counts = [0] * (len(self.bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        with self._lock:
            self._counts[bisect_left(self.bounds, value)] += 1
            self._sum += value

    def read(self) -> tuple[list[int], float]:
        """How many values were between each bound and the one before it, the last above all; and their sum."""
        with self._lock:
            return list(self._counts), self._sum


class Tally(Generic[K]):
    """How often each of some things happened; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[K, int] = {}

    def add(self, thing: K, count: int = 1) -> None:
        with self._lock:
            self._counts[thing] = self._counts.get(thing, 0) + count

    def read(self) -> dict[K, int]:
        with self._lock:
            return dict(self._counts)
