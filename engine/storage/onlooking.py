"""DATA as a process sees it that does not hold it: read off the names, anew for every question."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from engine.storage.closed import ClosedDays, read_months
from engine.storage.frames import read_journal
from engine.storage.layout import Layout
from engine.storage.recovery import is_stale
from engine.storage.segments import HotSegment, RecentSegment, read_recent_segment
from engine.storage.snapshot import Snapshot
from schemas.errors import BusyError, DamagedFileError

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds before each further look: a server that files a day writes hits first, and then what follows from them."""


class Onlooker:
    """Thread-safe; reads, and changes nothing."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lock = threading.Lock()
        self._recent: dict[tuple[str, int, int], RecentSegment] = {}

    def look(self, site_id: int) -> Snapshot:
        """Closed days of the site alone, and all segments.

        Raises BusyError where what is derived from the site's hits is behind them and stays so, DamagedFileError.
        """
        stale: list[str] = []
        for pause in (0.0, *_PAUSES):
            time.sleep(pause)
            try:
                snapshot = self._look(site_id)
                stale = [
                    month
                    for month in snapshot.closed.sites[site_id]
                    if is_stale(self._layout, snapshot.closed, site_id, month)
                ]
            except FileNotFoundError:
                continue  # filed or packed since its name was read
            if not stale:
                return snapshot
        months = f"{', '.join(stale)} of site {site_id}" if stale else f"site {site_id}"
        raise BusyError(f"the rollups of {months} are behind its hits: `hitlake serve` makes them again when it starts")

    def _look(self, site_id: int) -> Snapshot:
        # In this order a segment that moves on meanwhile is seen at least once; a later layer supersedes it.
        hot = self._journal_segments()
        recent = self._recent_segments()
        closed = ClosedDays({site_id: read_months(self._layout, site_id)})
        names = {segment.name for segment in recent}
        return Snapshot(closed, recent, tuple(segment for segment in hot if segment.name not in names))

    def _journal_segments(self) -> list[HotSegment]:
        segments = []
        for path in sorted(self._layout.journal.glob("*.wal")):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # flushed since the folder was listed: it is among the recent ones
            segment = HotSegment(path.stem, late=False, opened_at_ms=0)
            for batch in read_journal(content).batches:
                segment = segment.with_batch(batch)
            segments.append(segment)
        return segments

    def _recent_segments(self) -> tuple[RecentSegment, ...]:
        found: dict[tuple[str, int, int], RecentSegment] = {}
        with self._lock:
            for path in sorted(self._layout.recent.glob("*.parquet")):
                try:
                    status = path.stat()
                    key = (path.stem, status.st_ino, status.st_mtime_ns)
                    found[key] = self._recent.get(key) or _read(path)
                except FileNotFoundError:
                    continue  # all its rows have been filed since
            self._recent = found
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class SiteSnapshots:
    """The newest snapshot of one site."""

    onlooker: Onlooker
    site_id: int

    def read(self) -> Snapshot:
        return self.onlooker.look(self.site_id)


def _read(path: Path) -> RecentSegment:
    try:
        return read_recent_segment(path)
    except pa.ArrowInvalid as error:
        raise DamagedFileError(f"recent/{path.name} cannot be read: `hitlake verify` says more") from error
