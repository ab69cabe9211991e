"""Group commit: all hits that came while the last commit ran go to disk together, and only then are acknowledged."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from engine.storage.files import Files
from engine.storage.journal import Journal
from engine.storage.layout import Layout, segment_name
from engine.storage.receipts import Receipts
from engine.storage.segments import HotSegment
from engine.storage.snapshot import CurrentSnapshot
from schemas.errors import BusyError
from schemas.hits import HIT_NAMES, HIT_SCHEMA
from schemas.receipts import Receipt

_LOG = logging.getLogger(__name__)

Row = tuple[Any, ...]
"""A hit in HIT_NAMES order, with hit_id 0."""

Done = Callable[[int | BusyError], None]
"""Called from the commit thread: the first hit_id of the group once it is on disk, or why it is not stored."""

HIT_ID_BLOCK = 65_536
"""Hit ids reserved at a time: a crash wastes at most these, and a busy server asks the database every few seconds."""


class Numbers(Protocol):
    def reserve(self, name: str, count: int) -> int:
        """The first of `count` numbers that nobody got before."""

    def raise_to(self, name: str, floor: int) -> bool:
        """Only numbers of `floor` and above are given out from now on; whether that changes anything."""


@dataclass(frozen=True, slots=True)
class _Group:
    rows: Sequence[Row] | pa.Table
    done: Done
    late: bool
    receipts: Sequence[Receipt]

    @property
    def count(self) -> int:
        return self.rows.num_rows if isinstance(self.rows, pa.Table) else len(self.rows)


class HitIds:
    """Hands out runs of hit ids from reserved blocks."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._next = self._end = 0

    def take(self, count: int) -> int:
        if self._next + count > self._end:
            block = max(HIT_ID_BLOCK, count)
            self._next = self._numbers.reserve("hit", block)
            self._end = self._next + block
        first = self._next
        self._next += count
        return first


class Intake:
    """The bounded queue, the commit thread and the two open journal segments.

    Late hits (of a day before the site's today) have a lane of their own, whose segments are flushed and folded within
    a minute: so they don't force the other hits into many small files.
    """

    def __init__(
        self,
        layout: Layout,
        files: Files,
        numbers: Numbers,
        current: CurrentSnapshot,
        receipts: Receipts,
        now_ms: Callable[[], int],
        queue_hits: int,
    ) -> None:
        self._layout, self._files, self._numbers, self._current = layout, files, numbers, current
        self._receipts, self._now_ms = receipts, now_ms
        self._queue_hits = queue_hits
        self._ids = HitIds(numbers)
        self._waiting: deque[_Group] = deque()
        self._waiting_hits = 0
        self._wake = threading.Condition()
        self._commit_lock = threading.Lock()
        self._lanes: dict[bool, Journal] = {}
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="hitlake-commit", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Commits what waits, then closes the journals."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.ident is not None:
            self._thread.join()
        for lane in self._lanes.values():
            lane.close()

    @property
    def waiting_hits(self) -> int:
        return self._waiting_hits

    def submit(self, rows: Sequence[Row], done: Done, *, late: bool) -> None:
        """Queues hits; raises BusyError when the queue is full or closing. `late`: a row's day is over for its site."""
        self._queue(_Group(rows, done, late, ()))

    def submit_table(self, table: pa.Table, done: Done, *, late: bool, receipts: Sequence[Receipt] = ()) -> None:
        """The same for a table in HIT_SCHEMA, whose hit ids are given here; it may be empty, for a receipt alone."""
        self._queue(_Group(table, done, late, receipts))

    def rotate(self, *, late: bool) -> None:
        """Seals the lane's segment: later hits go to a new one. The sealed one stays hot until it is flushed."""
        with self._commit_lock:
            self._seal(late=late)

    def _seal(self, *, late: bool) -> None:
        lane = self._lanes.pop(late, None)
        if lane is not None:
            lane.close()

    def open_segments(self) -> set[str]:
        """Names of the segments that still take hits."""
        with self._commit_lock:
            return {lane.segment for lane in self._lanes.values()}

    def _queue(self, group: _Group) -> None:
        with self._wake:
            if self._stopping:
                raise BusyError("the server is stopping")
            if self._waiting_hits and self._waiting_hits + group.count > self._queue_hits:
                raise BusyError("too many hits are waiting for the disk", retry_after_seconds=1)
            self._waiting.append(group)
            self._waiting_hits += group.count
            self._wake.notify()

    def _run(self) -> None:
        while groups := self._next_groups():
            for late in (False, True):
                lane = [group for group in groups if group.late is late]
                if lane:
                    self._commit(lane, late=late)

    def _next_groups(self) -> list[_Group]:
        with self._wake:
            while not self._waiting and not self._stopping:
                self._wake.wait()
            groups = list(self._waiting)
            self._waiting.clear()
            self._waiting_hits = 0
            return groups

    def _commit(self, groups: list[_Group], *, late: bool) -> None:
        try:
            first = self._ids.take(sum(group.count for group in groups))
            batch = build_batch((group.rows for group in groups), first)
            receipts = _receipts(groups, first)
        except Exception as error:  # noqa: BLE001
            self._refuse(groups, error, late=late)
            return
        try:
            with self._commit_lock:
                self._write(batch, receipts, late=late)
        except Exception as error:  # noqa: BLE001
            _tell(groups, _as_busy(error))
        else:
            _acknowledge(groups, first)

    def _refuse(self, groups: list[_Group], error: Exception, *, late: bool) -> None:
        """A group that no batch can be made of is refused alone, and not with those that came beside it."""
        if len(groups) == 1 or isinstance(error, BusyError | OSError):
            _tell(groups, _as_busy(error))
            return
        for group in groups:
            self._commit([group], late=late)

    def _write(self, batch: pa.RecordBatch, receipts: list[Receipt], *, late: bool) -> None:
        lane = self._lane(late=late)
        try:
            lane.append(batch, receipts)
        except OSError:
            if lane.broken:
                self._seal(late=late)
            raise
        self._receipts.add(receipts)
        self._current.change(lambda snapshot: snapshot.with_hot(self._hot(lane.segment, late=late).with_batch(batch)))

    def _lane(self, *, late: bool) -> Journal:
        if late not in self._lanes:
            name = segment_name(self._numbers.reserve("segment", 1))
            self._lanes[late] = Journal(self._layout, self._files, name)
        return self._lanes[late]

    def _hot(self, name: str, *, late: bool) -> HotSegment:
        for segment in self._current.read().hot:
            if segment.name == name:
                return segment
        return HotSegment(name, late, self._now_ms())


def build_batch(parts: Iterable[Sequence[Row] | pa.Table], first_hit_id: int) -> pa.RecordBatch:
    """One batch in HIT_SCHEMA of all parts in order, with hit ids counting from `first_hit_id`."""
    tables: list[pa.Table] = []
    rows: list[Row] = []
    for part in parts:
        if isinstance(part, pa.Table):
            tables += [_table_of_rows(rows), part] if rows else [part]
            rows = []
        else:
            rows += part
    if rows:
        tables.append(_table_of_rows(rows))
    table = pa.concat_tables(tables).combine_chunks()
    arrays = [column.chunk(0) if column.num_chunks else pa.array([], column.type) for column in table.columns[1:]]
    hit_ids = pa.array(range(first_hit_id, first_hit_id + table.num_rows), pa.int64())
    return pa.RecordBatch.from_arrays([hit_ids, *arrays], schema=HIT_SCHEMA)


def _table_of_rows(rows: list[Row]) -> pa.Table:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, HIT_SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=HIT_SCHEMA)


def _receipts(groups: list[_Group], first_hit_id: int) -> list[Receipt]:
    """The receipts of the groups, whose hits are given ids one after another."""
    receipts = []
    for group in groups:
        receipts += [receipt._replace(hit_id=first_hit_id + receipt.hit_id) for receipt in group.receipts]
        first_hit_id += group.count
    return receipts


def _acknowledge(groups: list[_Group], first: int) -> None:
    for group in groups:
        _call(group.done, first)
        first += group.count


def _tell(groups: list[_Group], error: BusyError) -> None:
    for group in groups:
        _call(group.done, error)


def _call(done: Done, outcome: int | BusyError) -> None:
    # The thread must outlive a bug of whoever waits: without it every later hit would wait for ever.
    try:
        done(outcome)
    except Exception:  # noqa: BLE001
        _LOG.exception("somebody could not be told what became of hits")


def _as_busy(error: Exception) -> BusyError:
    if isinstance(error, BusyError):
        return error
    if isinstance(error, OSError):
        return BusyError(f"hits cannot be stored now: {error.strerror}")
    _LOG.error("a group of hits could not be stored", exc_info=error)
    return BusyError("hits cannot be stored now")


assert HIT_NAMES[0] == "hit_id"
