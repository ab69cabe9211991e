"""Group commit: all hits that came while the last commit ran go to disk together, and only then are acknowledged."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

import pyarrow as pa

from engine.storage.batches import Row, build_batch
from engine.storage.commit_record import CommitRecord
from engine.storage.files import Files
from engine.storage.hit_ids import HitIds, Numbers
from engine.storage.journal import Journal
from engine.storage.layout import Layout, segment_name
from engine.storage.receipts import Receipts
from engine.storage.segments import HotSegment
from engine.storage.snapshot import CurrentSnapshot
from engine.storage.waiting import Done, Group, Waiting
from schemas.errors import BusyError
from schemas.receipts import Receipt

_LOG = logging.getLogger(__name__)

PROOF_BYTES = 1_000_000
"""Written and removed to see whether a disk that was full takes hits again: as much as a few large groups."""


class Intake:
    """The commit thread and the two open journal segments.

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
        self._ids = HitIds(numbers)
        self.record = CommitRecord(layout, now_ms)
        self.waiting = Waiting(queue_hits)
        self._commit_lock = threading.Lock()
        self._lanes: dict[bool, Journal] = {}
        self._thread = threading.Thread(target=self._run, name="hitlake-commit", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Commits what waits, then closes the journals."""
        self.waiting.close()
        if self._thread.ident is not None:
            self._thread.join()
        for lane in self._lanes.values():
            lane.close()

    @property
    def is_alive(self) -> bool:
        """Whether there is a thread that commits."""
        return self._thread.is_alive()

    def prove(self) -> None:
        """After a commit that failed: sees whether the disk takes something again, also when no hit comes.

        Raises OSError where it does not.
        """
        if self.record.trouble is None:
            return
        proof = self._layout.tmp / "proof"
        with self._commit_lock:
            self._files.write(proof, lambda path: path.write_bytes(bytes(PROOF_BYTES)))
            self._files.remove(proof)
            self.record.trouble = None

    def submit(self, rows: Sequence[Row], done: Done, *, late: bool) -> None:
        """Queues hits; raises BusyError when too many wait, or at the end. `late`: a row's day is over for its site."""
        self.waiting.put(Group(rows, done, late, ()))

    def submit_table(self, table: pa.Table, done: Done, *, late: bool, receipts: Sequence[Receipt] = ()) -> None:
        """The same for a table in HIT_SCHEMA, whose hit ids are given here; it may be empty, for a receipt alone."""
        self.waiting.put(Group(table, done, late, receipts))

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

    def _run(self) -> None:
        while groups := self.waiting.take():
            for late in (False, True):
                lane = [group for group in groups if group.late is late]
                if lane:
                    self._commit(lane, late=late)

    def _commit(self, groups: list[Group], *, late: bool) -> None:
        began = time.perf_counter()
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
            self._fail(groups, error)
        else:
            self.record.note_stored(batch, time.perf_counter() - began, late=late)
            _acknowledge(groups, first)

    def _refuse(self, groups: list[Group], error: Exception, *, late: bool) -> None:
        """A group that no batch can be made of is refused alone, and not with those that came beside it."""
        if isinstance(error, BusyError | OSError):
            self._fail(groups, error)
        elif len(groups) == 1:
            self.record.note_failed(groups[0].count, None)
            _tell(groups, _as_busy(error))
        else:
            for group in groups:
                self._commit([group], late=late)

    def _fail(self, groups: list[Group], error: Exception) -> None:
        refusal = _as_busy(error)
        self.record.note_failed(sum(group.count for group in groups), str(refusal))
        _tell(groups, refusal)

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


def _receipts(groups: list[Group], first_hit_id: int) -> list[Receipt]:
    """The receipts of the groups, whose hits are given ids one after another."""
    receipts = []
    for group in groups:
        receipts += [receipt._replace(hit_id=first_hit_id + receipt.hit_id) for receipt in group.receipts]
        first_hit_id += group.count
    return receipts


def _acknowledge(groups: list[Group], first: int) -> None:
    for group in groups:
        _call(group.done, first)
        first += group.count


def _tell(groups: list[Group], error: BusyError) -> None:
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
