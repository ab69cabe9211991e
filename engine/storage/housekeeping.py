"""The background work: adopt segments, flush, erase, close days, fold late hits, pack months, drop what is old."""

import threading
from collections.abc import Callable, Iterable

from engine.storage.adopting import Adopting
from engine.storage.closing import Closing
from engine.storage.erasing import Erasing
from engine.storage.flushing import Flushing, FlushLimits
from engine.storage.intake import Intake
from engine.storage.receipts import Receipts
from engine.storage.retention import Retention
from engine.storage.segments import HotSegment
from engine.storage.snapshot import CurrentSnapshot
from engine.storage.troubles import Troubles

TICK_SECONDS = 0.5


class Housekeeping:
    """All of it in one thread, a step at a time; every step may be killed anywhere and is done again."""

    def __init__(
        self,
        current: CurrentSnapshot,
        intake: Intake,
        adopting: Adopting,
        flushing: Flushing,
        closing: Closing,
        erasing: Erasing,
        retention: Retention,
        troubles: Troubles,
        receipts: Receipts,
        limits: FlushLimits,
        now_ms: Callable[[], int],
    ) -> None:
        self._current, self._intake = current, intake
        self._adopting, self._flushing, self._closing, self._troubles = adopting, flushing, closing, troubles
        self._erasing, self._retention = erasing, retention
        self._receipts, self._limits, self._now_ms = receipts, limits, now_ms
        self._doubted: set[tuple[int, str]] = set()
        self._work = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hitlake-housekeeping", daemon=True)

    @property
    def troubles(self) -> dict[str, str]:
        """What could not be done at the last try, by step."""
        return self._troubles.reasons

    @property
    def is_alive(self) -> bool:
        """Whether it goes on by itself."""
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def stop(self, interrupt: Callable[[], object]) -> None:
        """Breaks off what is under way, which is done again at the next start; `interrupt` ends a query."""
        self._stop.set()
        self._troubles.give_up()
        while self._thread.is_alive():
            # Once is not enough: the query may be the next one.
            interrupt()
            self._thread.join(0.05)

    def tick(self) -> None:
        """Every step once. A step that fails is noted, and the others still run."""
        with self._work:
            self._steps(self._flush_due)

    def flush(self) -> None:
        """Flushes every segment in memory. Raises what goes wrong."""
        with self._work:
            self._flush_all()

    def settle(self) -> None:
        """Flushes and files all that can be filed now. Raises what goes wrong first, once all was tried."""
        with self._work:
            self._troubles.wake()
            self._steps(self._flush_all)
            self._troubles.raise_first()

    def remake(self, months: Iterable[tuple[int, str]]) -> bool:
        """Makes derived files of (site, month) pairs again; whether all could be made."""
        with self._work:
            # A list: the others are made again too where one fails.
            return all([self._closing.remake(site_id, month) for site_id, month in months])  # noqa: C419

    def doubt(self, site_id: int, month: str) -> None:
        """Derived files of the month cannot be read: the next turn makes them again. From any thread."""
        self._doubted.add((site_id, month))

    def _steps(self, flush: Callable[[], None]) -> None:
        attempt = self._troubles.attempt
        attempt("write to the disk", self._intake.prove)
        attempt("adopt segments", self._adopting.adopt)
        attempt("save receipts", self._receipts.save)
        attempt("flush", flush)
        attempt("erase deleted sites", self._erasing.erase)
        attempt("remove days that are over their time", self._retention.apply)
        attempt("close days", self._closing.file_due)
        attempt("drop filed segments", self._closing.drop_filed)
        attempt("pack months", self._closing.pack_due)
        while self._doubted:
            self._closing.remake(*self._doubted.pop())

    def _run(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            self.tick()

    def _flush_all(self) -> None:
        for segment in self._current.read().hot:
            self._flushing.flush(segment)

    def _flush_due(self) -> None:
        is_asked_for = self._flushing.is_asked_for()
        for segment in self._current.read().hot:
            if is_asked_for or self._is_due(segment):
                self._flushing.flush(segment)

    def _is_due(self, segment: HotSegment) -> bool:
        if segment.name not in self._intake.open_segments():
            return True
        over = not segment.late and bool(self._closing.over(segment.contents))
        return over or self._limits.reached(segment, self._now_ms())
