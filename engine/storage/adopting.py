"""Adopting: segments that another process delivered to `recent/` become part of what this one shows."""

from functools import partial
from pathlib import Path

import pyarrow as pa

from engine.storage.damages import Damages
from engine.storage.layout import Layout
from engine.storage.segments import read_recent_segment
from engine.storage.snapshot import CurrentSnapshot, Snapshot
from schemas.errors import DamagedFileError


class Adopting:
    """One thread at a time."""

    def __init__(self, layout: Layout, current: CurrentSnapshot, damages: Damages) -> None:
        self._layout, self._current, self._damages = layout, current, damages
        self._seen_ns = 0
        self._seen_twice = False

    def adopt(self) -> None:
        """Raises OSError."""
        changed_ns = self._layout.recent.stat().st_mtime_ns
        # The folder's clock is coarse: a file that came just after the look may bear the same time, so look again.
        if changed_ns == self._seen_ns and self._seen_twice:
            return
        known = {segment.name for segment in self._current.read().recent}
        for path in sorted(self._layout.recent.glob("*.parquet")):
            if path.stem not in known:
                self._take(path)
        self._seen_twice = changed_ns == self._seen_ns
        self._seen_ns = changed_ns

    def _take(self, path: Path) -> None:
        try:
            segment = read_recent_segment(path)
        except (OSError, pa.ArrowException, DamagedFileError):
            self._damages.move_aside(path, "a delivered segment cannot be read")
        else:
            self._current.change(partial(Snapshot.with_recent, segment=segment))
