"""What queries see: one immutable value, swapped as a whole, so that every query sees each hit exactly once."""

import threading
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from engine.storage.closed import ClosedDays
from engine.storage.segments import HotSegment, RecentSegment


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Closed days, flushed segments and hot ones. A segment's rows of closed days are superseded and not shown."""

    closed: ClosedDays = field(default_factory=ClosedDays)
    recent: tuple[RecentSegment, ...] = ()
    hot: tuple[HotSegment, ...] = ()
    version: int = 0

    def open_days(self, site_id: int, first: date, end: date) -> set[date]:
        """Days of [first, end) that have rows in segments and are not closed."""
        return {
            day
            for segment in self.segments()
            for day in segment.contents.get(site_id, ())
            if first <= day < end and not self.closed.holds(site_id, day)
        }

    def recent_files(self, site_id: int, days: Set[date]) -> list[str]:
        """Flushed files that hold rows of the site and any of the days."""
        return [str(segment.path) for segment in self.recent_segments(site_id, days)]

    def recent_segments(self, site_id: int, days: Set[date]) -> list[RecentSegment]:
        return [segment for segment in self.recent if days & segment.contents.get(site_id, frozenset())]

    def hot_segments(self, site_id: int, days: Set[date]) -> list[HotSegment]:
        return [segment for segment in self.hot if days & segment.contents.get(site_id, frozenset())]

    def segments(self) -> Iterator[RecentSegment | HotSegment]:
        yield from self.recent
        yield from self.hot

    def with_hot(self, segment: HotSegment) -> "Snapshot":
        """Adds a hot segment, or replaces the one of its name."""
        others = tuple(hot for hot in self.hot if hot.name != segment.name)
        return replace(self, hot=(*others, segment))

    def without_hot(self, name: str) -> "Snapshot":
        return replace(self, hot=tuple(hot for hot in self.hot if hot.name != name))

    def with_closed(self, closed: ClosedDays) -> "Snapshot":
        return replace(self, closed=closed)

    def with_recent(self, segment: RecentSegment) -> "Snapshot":
        """Adds a flushed segment; the hot one of its name counts no longer."""
        return replace(self.without_hot(segment.name), recent=(*self.recent, segment))

    def without_recent(self, names: set[str]) -> "Snapshot":
        return replace(self, recent=tuple(segment for segment in self.recent if segment.name not in names))


class Snapshots(Protocol):
    """Where the newest snapshot comes from."""

    def read(self) -> Snapshot: ...


class CurrentSnapshot:
    """Holds the newest snapshot. Reading takes no lock; changes are made one after another."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._lock = threading.Lock()
        self._snapshot = snapshot

    def read(self) -> Snapshot:
        return self._snapshot

    def change(self, step: Callable[[Snapshot], Snapshot]) -> Snapshot:
        with self._lock:
            self._snapshot = replace(step(self._snapshot), version=self._snapshot.version + 1)
            return self._snapshot
