"""The background work: adopt delivered segments, flush, close days, fold late hits, pack months, drop what is filed."""

import logging
import threading
from collections.abc import Callable
from datetime import date
from functools import partial

from engine.storage.calendar import Calendar
from engine.storage.closed import Month
from engine.storage.files import Files
from engine.storage.filing import PACK_ROWS, DueMonth, Filing
from engine.storage.flushing import Flushing, FlushLimits
from engine.storage.intake import Intake
from engine.storage.layout import Layout, month_end, month_of
from engine.storage.packing import Packing
from engine.storage.segments import Contents, RecentSegment, read_recent_segment
from engine.storage.snapshot import CurrentSnapshot, Snapshot

_LOG = logging.getLogger(__name__)

TICK_SECONDS = 0.5


class Housekeeping:
    """All of it in one thread, a step at a time; every step may be killed anywhere and is done again."""

    def __init__(
        self,
        layout: Layout,
        files: Files,
        current: CurrentSnapshot,
        intake: Intake,
        flushing: Flushing,
        filing: Filing,
        packing: Packing,
        calendar: Calendar,
        limits: FlushLimits,
        now_ms: Callable[[], int],
    ) -> None:
        self._layout, self._files, self._current, self._intake = layout, files, current, intake
        self._flushing, self._filing, self._packing = flushing, filing, packing
        self._calendar, self._limits, self._now_ms = calendar, limits, now_ms
        self._filed: dict[str, set[tuple[int, date]]] = {}
        self._packed: set[tuple[int, str]] = set()
        self._seen_recent_ns = 0
        self._work = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hitlake-housekeeping", daemon=True)
        self.troubles: dict[str, str] = {}
        """What could not be done at the last try, by step: shown as the reasons of a degraded state."""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def tick(self) -> None:
        """Every step once. A step that fails is noted, and the others still run."""
        with self._work:
            self._try(self.adopt, "adopt segments")
            self._try(self._flush_due, "flush")
            self._try(self._file_due, "close days")
            self._try(self._drop_filed, "drop filed segments")
            self._try(self._pack_due, "pack months")

    def flush(self) -> None:
        """Flushes every segment in memory. Raises OSError."""
        with self._work:
            for segment in self._current.read().hot:
                self._flushing.flush(segment)

    def settle(self) -> None:
        """Flushes and files all that can be filed now. Raises what goes wrong."""
        with self._work:
            self.adopt()
            for segment in self._current.read().hot:
                self._flushing.flush(segment)
            self._file_due()
            self._drop_filed()
            self._pack_due()

    def remake(self, stale: list[tuple[int, str]]) -> None:
        """Makes derived files again that do not follow from their hits."""
        with self._work:
            for site_id, month in stale:
                self._try(partial(self._filing.remake, site_id, month), f"remake {month} of site {site_id}")

    def adopt(self) -> None:
        """Takes in segments that another process delivered to `recent/`."""
        changed_ns = self._layout.recent.stat().st_mtime_ns
        if changed_ns == self._seen_recent_ns:
            return
        known = {segment.name for segment in self._current.read().recent}
        for path in sorted(self._layout.recent.glob("*.parquet")):
            if path.stem not in known:
                segment = read_recent_segment(path)
                self._current.change(partial(Snapshot.with_recent, segment=segment))
        self._seen_recent_ns = changed_ns

    def _run(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            self.tick()

    def _try(self, step: Callable[[], None], name: str) -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001
            # Whatever goes wrong with one step now must not end the thread: it is shown, and tried again.
            if name not in self.troubles:
                _LOG.exception("housekeeping: %s failed and will be tried again", name)
            self.troubles[name] = f"{type(error).__name__}: {error}"
        else:
            self.troubles.pop(name, None)

    def _flush_due(self) -> None:
        now_ms = self._now_ms()
        for segment in self._current.read().hot:
            sealed = segment.name not in self._intake.open_segments()
            over = not segment.late and bool(self._over(segment.contents))
            if sealed or over or self._limits.reached(segment, now_ms):
                self._flushing.flush(segment)

    def _over(self, contents: Contents) -> set[tuple[int, date]]:
        """The (site, day) pairs that may be filed."""
        closed = self._current.read().closed
        pairs = set()
        for site_id, days in contents.items():
            open_from = self._calendar.open_from(site_id)
            pairs |= {(site_id, day) for day in days if day < open_from or closed.holds(site_id, day)}
        return pairs

    def _file_due(self) -> None:
        due: dict[int, set[date]] = {}
        for segment in self._current.read().recent:
            for site_id, day in self._over(segment.contents) - self._filed.get(segment.name, set()):
                due.setdefault(site_id, set()).add(day)
        for site_id, days in due.items():
            self._file_site(site_id, days)

    def _file_site(self, site_id: int, days: set[date]) -> None:
        segments = [part for part in self._current.read().recent if days & part.contents.get(site_id, frozenset())]
        months = _due_months(days, segments)
        paths = [str(segment.path) for segment in segments]
        for filed in self._filing.file(site_id, months, paths, self._calendar.today(site_id)):
            self._show(site_id, filed)
            done = {(site_id, day) for day in days if month_of(day) in filed}
            for segment in segments:
                self._filed.setdefault(segment.name, set()).update(done)

    def _show(self, site_id: int, months: dict[str, Month]) -> None:
        closed = self._current.read().closed
        for name, month in months.items():
            closed = closed.with_month(site_id, name, month)
        self._current.change(lambda snapshot: snapshot.with_closed(closed))

    def _drop_filed(self) -> None:
        """Removes segments whose rows are all filed: until then late hits wait there too."""
        for segment in self._current.read().recent:
            pairs = {(site_id, day) for site_id, days in segment.contents.items() for day in days}
            if pairs <= self._filed.get(segment.name, set()):
                self._current.change(partial(Snapshot.without_recent, names={segment.name}))
                self._files.remove(segment.path)
                self._filed.pop(segment.name, None)

    def _pack_due(self) -> None:
        for site_id, months in self._current.read().closed.sites.items():
            today = self._calendar.open_from(site_id)
            for name, month in months.items():
                if not month.packed and month_end(name) <= today and (site_id, name) not in self._packed:
                    self._pack(site_id, name)

    def _pack(self, site_id: int, name: str) -> None:
        self._packed.add((site_id, name))
        if self._packing.rows(site_id, name) <= PACK_ROWS:
            self._show(site_id, {name: self._packing.pack(site_id, name)})


def _due_months(days: set[date], segments: list[RecentSegment]) -> list[DueMonth]:
    by_month: dict[str, set[date]] = {}
    for day in days:
        by_month.setdefault(month_of(day), set()).add(day)
    share = sum(segment.rows for segment in segments) // len(by_month)
    return [DueMonth(name, frozenset(of_month), share) for name, of_month in by_month.items()]
