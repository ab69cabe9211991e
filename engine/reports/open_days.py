"""Rollup rows of days that are not closed yet, kept for a moment in proportion to what they cost."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from engine.measures import Tally
from engine.reports.kept import Kept
from engine.storage.snapshot import Snapshot

Key = tuple[int, frozenset[date], tuple[str, ...]]
State = tuple[tuple[str, int], ...]

KEPT_ROWS = 2_000_000
"""Rows kept over all entries; the longest unused go first."""

FREE_SECONDS = 0.05
"""What costs less is always computed anew when a hit has come, so a small site is never behind."""

COST_FACTOR = 10
MOST_SECONDS = 3.0
"""A result serves for this many times its cost, and never longer than this."""


@dataclass(frozen=True, slots=True)
class _Result:
    table: pa.Table
    state: State
    made_at: float
    cost_seconds: float

    def serves(self, state: State, now: float) -> bool:
        if self.state == state:
            return True
        age = now - self.made_at
        return self.cost_seconds > FREE_SECONDS and age < min(MOST_SECONDS, self.cost_seconds * COST_FACTOR)


class OpenDays:
    """Thread-safe; a result that several ask for at once is computed once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Kept[Key, _Result] = Kept(KEPT_ROWS)
        self._computing: dict[Key, threading.Lock] = {}
        self.lookups: Tally[bool] = Tally()
        """How often kept rows served, and how often they did not."""

    def rows(
        self,
        snapshot: Snapshot,
        site_id: int,
        days: frozenset[date],
        dimensions: tuple[str, ...],
        compute: Callable[[], pa.Table],
    ) -> pa.Table:
        """The kept rows where they serve, otherwise those of `compute`."""
        key, state = (site_id, days, dimensions), _state(snapshot, site_id, days)
        with self._turn(key):
            result = self._kept.find(key)
            serves = result is not None and result.serves(state, time.monotonic())
            self.lookups.add(serves)
            if result is None or not serves:
                started = time.monotonic()
                table = compute()
                result = _Result(table, state, started, time.monotonic() - started)
                self._kept.keep(key, result, table.num_rows + 100)
            return result.table

    def _turn(self, key: Key) -> threading.Lock:
        with self._lock:
            if len(self._computing) > 10_000:
                self._computing = {key: lock for key, lock in self._computing.items() if lock.locked()}
            return self._computing.setdefault(key, threading.Lock())


def _state(snapshot: Snapshot, site_id: int, days: frozenset[date]) -> State:
    """Changes whenever a hit of these days may have come."""
    return tuple(
        (segment.name, segment.rows)
        for segment in snapshot.segments()
        if days & segment.contents.get(site_id, frozenset())
    )
