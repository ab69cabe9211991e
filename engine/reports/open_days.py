"""Rollup rows of days that are not closed yet, kept for a moment in proportion to what they cost.

A day of many hits is counted once, in parts; after that only the visitors who came since are counted anew.
"""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa

from engine.measures import Tally
from engine.reports.counting import Counting
from engine.reports.diagnosis import WatchedQueries
from engine.reports.kept import Kept
from engine.statements import FEW_HITS
from engine.storage.marks import Marks
from schemas.errors import BusyError

Key = tuple[int, frozenset[date], tuple[str, ...]]

KEPT_ROWS = 2_000_000
"""Rows kept over all entries; the longest unused go first."""

FREE_SECONDS = 0.05
"""What costs less is always computed anew when a hit has come."""

COST_FACTOR = 10
MOST_SECONDS = 2.0
"""A result serves for this many times its cost, and never longer than this."""

PART_HITS = 500_000
"""Counted in one statement: 2.5 seconds and 250 MB on two cores. Half as many take a third longer over all."""

CHANGED_HITS = 200_000
"""The same of hits that came since, whose visitors have earlier ones too."""

PUT_OFF_SECONDS = 120
"""So old may a count become that was begun and not finished."""


@dataclass(frozen=True, slots=True)
class _Result:
    """`cost_seconds` is what the last look took, `whole_seconds` what the last count of everything did."""

    table: pa.Table
    marks: Marks
    made_at: float
    cost_seconds: float
    whole_seconds: float

    def serves(self, marks: Marks, now: float) -> bool:
        if self.marks == marks:
            return True
        # A small site is never behind, however slow the machine: planning alone may cost more than is free.
        if self.cost_seconds <= FREE_SECONDS or marks.hits_beyond(Marks()) < FEW_HITS:
            return False
        return now - self.made_at < min(MOST_SECONDS, self.cost_seconds * COST_FACTOR)

    def is_base_of(self, marks: Marks) -> bool:
        """Whether counting what came since is right, and worth it."""
        return self.whole_seconds > FREE_SECONDS and self.marks.are_held_by(marks)


@dataclass(slots=True)
class _Work:
    """A result in the making, which may take more than one question. Without `since` everything is counted."""

    counting: Counting
    since: _Result | None
    marks: Marks
    parts: int
    began: float
    tables: list[pa.Table] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_done(self) -> bool:
        return len(self.tables) == self.parts

    def go_on(self, queries: WatchedQueries) -> None:
        """Counts one part more."""
        began, part, counting = time.monotonic(), len(self.tables), replace(self.counting, queries=queries)
        if self.since is None:
            self.tables.append(counting.rows(part, self.parts))
        else:
            self.tables.append(counting.changes(self.since.marks, part, self.parts))
        self.seconds += time.monotonic() - began

    def result(self, queries: WatchedQueries) -> _Result:
        began, tables = time.monotonic(), self.tables if self.since is None else [self.since.table, *self.tables]
        table = tables[0] if len(tables) == 1 else replace(self.counting, queries=queries).summed(tables)
        seconds = self.seconds + time.monotonic() - began
        whole_seconds = seconds if self.since is None else self.since.whole_seconds
        return _Result(table, self.marks, self.began, seconds, whole_seconds)


class OpenDays:
    """Thread-safe; a result that several ask for at once is computed once.

    A question counts or waits for about `patience_seconds`; what is counted by then serves the next one.
    """

    def __init__(self, patience_seconds: float = 10) -> None:
        self._patience_seconds = patience_seconds
        self._lock = threading.Lock()
        self._kept: Kept[Key, _Result] = Kept(KEPT_ROWS)
        self._begun: dict[Key, _Work] = {}
        self._computing: dict[Key, threading.Lock] = {}
        self.lookups: Tally[bool] = Tally()
        """How often kept rows served, and how often they did not."""

    def rows(self, counting: Counting) -> pa.Table:
        """The kept rows where they serve, otherwise those of now.

        Raises BusyError while so many are being counted that it takes longer than somebody may wait.
        """
        deadline = time.monotonic() + self._patience_seconds
        with self._turn(counting.key):
            result = self._kept.find(counting.key)
            marks = counting.marks(None if result is None else result.marks)
            serves = result is not None and result.serves(marks, time.monotonic())
            self.lookups.add(serves)
            if result is None or not serves:
                result = self._made(counting, marks, result, deadline)
            return result.table

    def _made(self, counting: Counting, marks: Marks, result: _Result | None, deadline: float) -> _Result:
        begun = self._begun.pop(counting.key, None)
        if begun is not None and begun.marks.are_held_by(marks):
            result = self._finished(begun, counting.queries, deadline)
            marks = counting.marks(result.marks)
        return self._finished(_work(counting, marks, result), counting.queries, deadline)

    def _finished(self, work: _Work, queries: WatchedQueries, deadline: float) -> _Result:
        try:
            while not work.is_done:
                work.go_on(queries)
                if not work.is_done and time.monotonic() > deadline:
                    raise BusyError(
                        f"the hits of this day are being counted: {len(work.tables)} of {work.parts} parts are done",
                        retry_after_seconds=1,
                    )
            result = work.result(queries)
        except BusyError:
            self._put_off(work)
            raise
        self._kept.keep(work.counting.key, result, result.table.num_rows + 100)
        return result

    def _put_off(self, work: _Work) -> None:
        """It holds hits in memory, so it is not kept for long for somebody who may not ask again."""
        with self._lock:
            oldest = time.monotonic() - PUT_OFF_SECONDS
            self._begun = {key: other for key, other in self._begun.items() if other.began > oldest}
            self._begun[work.counting.key] = work

    @contextmanager
    def _turn(self, key: Key) -> Iterator[None]:
        with self._lock:
            if len(self._computing) > 10_000:
                self._computing = {key: lock for key, lock in self._computing.items() if lock.locked()}
            turn = self._computing.setdefault(key, threading.Lock())
        if not turn.acquire(timeout=min(self._patience_seconds, threading.TIMEOUT_MAX)):
            raise BusyError("the hits of this day are being counted", retry_after_seconds=1)
        try:
            yield
        finally:
            turn.release()


def _work(counting: Counting, marks: Marks, result: _Result | None) -> _Work:
    since = result if result is not None and result.is_base_of(marks) else None
    if since is not None:
        parts = math.ceil(marks.hits_beyond(since.marks) / CHANGED_HITS)
    else:
        at_most = marks.hits_beyond(Marks())
        parts = 1 if at_most <= PART_HITS else math.ceil(counting.hits() / PART_HITS)
    return _Work(counting, since, marks, max(1, parts), time.monotonic())
