"""What waits to be committed: hits that come one by one and large batches stand in two lines, each bounded."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from engine.storage.batches import Row
from schemas.errors import BusyError
from schemas.receipts import Receipt

Done = Callable[[int | BusyError], None]
"""Called from the commit thread: the first hit_id of the group once it is on disk, or why it is not stored."""

LARGE_HITS = 1_000
"""A group of more is a batch of the second line: it takes the disk longer than hits of visitors may wait."""

BATCH_TURN_HITS = 20_000
"""Of batches that are committed together; a larger one is committed alone."""


@dataclass(frozen=True, slots=True)
class Group:
    rows: Sequence[Row] | pa.Table
    done: Done
    late: bool
    receipts: Sequence[Receipt]

    @property
    def count(self) -> int:
        return self.rows.num_rows if isinstance(self.rows, pa.Table) else len(self.rows)


class _Line:
    def __init__(self) -> None:
        self.groups: deque[Group] = deque()
        self.hits = 0

    def put(self, group: Group) -> None:
        self.groups.append(group)
        self.hits += group.count

    def take(self, most_hits: float) -> list[Group]:
        """Of the first groups so many as are not more hits than that, or the first one alone."""
        taken: list[Group] = []
        room = most_hits
        while self.groups and (not taken or self.groups[0].count <= room):
            taken.append(self.groups.popleft())
            room -= taken[-1].count
        self.hits -= sum(group.count for group in taken)
        return taken


class Waiting:
    """Thread-safe. `most_hits` may wait in each of the lines; a group that finds its line empty may be larger.

    The lines take turns, so that a hit waits for one commit of batches at most, however many of these come.
    """

    def __init__(self, most_hits: int) -> None:
        self.most_hits = most_hits
        self.turned_away_hits = 0
        """Hits that came to a full line."""
        self._small, self._large = _Line(), _Line()
        self._was_large = True
        self._changed = threading.Condition()
        self._closed = False

    @property
    def hits(self) -> int:
        """In both lines."""
        return self._small.hits + self._large.hits

    @property
    def is_full(self) -> bool:
        """Whether hits that come one by one are turned away."""
        return self._small.hits >= self.most_hits

    @property
    def is_closed(self) -> bool:
        return self._closed

    def put(self, group: Group) -> None:
        """Raises BusyError when the line is full, or closed."""
        with self._changed:
            if self._closed:
                raise BusyError("the server is stopping")
            line = self._large if group.count > LARGE_HITS else self._small
            if line.hits and line.hits + group.count > self.most_hits:
                self.turned_away_hits += group.count
                raise BusyError("too many hits are waiting for the disk", retry_after_seconds=1)
            line.put(group)
            self._changed.notify()

    def take(self) -> list[Group]:
        """What is to be committed together; waits for something. Nothing once it is closed and all was taken."""
        with self._changed:
            while not (self._small.groups or self._large.groups or self._closed):
                self._changed.wait()
            self._was_large = bool(self._large.groups) and not (self._small.groups and self._was_large)
            return self._large.take(BATCH_TURN_HITS) if self._was_large else self._small.take(float("inf"))

    def close(self) -> None:
        """What waits can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify()
