"""Room that a start on a full disk gives up: without some, SQLite opens no database, not even to read it."""

import hashlib
import shutil
from pathlib import Path

from engine.storage.files import Files
from engine.storage.layout import Layout

RESERVE_BYTES = 1_000_000
"""The database's shared memory takes 32 kB, its log some more; the rest is for what a start brings in order."""


class Reserve:
    def __init__(self, layout: Layout, files: Files) -> None:
        self._layout, self._files = layout, files

    def give_up(self) -> bool:
        """Whether there was one. Raises OSError."""
        had_one = self._layout.reserve.exists()
        self._files.discard(self._layout.reserve)
        return had_one

    def keep(self) -> None:
        """Sets the room aside where that is to be done and leaves as much again. Raises OSError."""
        if self._layout.reserve.exists() or shutil.disk_usage(self._layout.root).free < 2 * RESERVE_BYTES:
            return
        unfinished = self._layout.tmp / self._layout.reserve.name
        self._files.write(unfinished, _fill)
        self._files.move(unfinished, self._layout.reserve)


def _fill(path: Path) -> None:
    # Zeros take no room on a file system that packs what it holds.
    path.write_bytes(hashlib.shake_256(b"room").digest(RESERVE_BYTES))
