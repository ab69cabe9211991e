"""Imported hits become segments of `recent/`: all of a log's or none, wherever the import is killed.

The order makes it so: finished files in `incoming/`, the ledger's row that names them, the renames, the row's end.
A row without its end is finished by whoever comes next; a file without a row is nobody's.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.registry.imports import ImportedFile, Imports
from engine.storage.files import Files
from engine.storage.layout import Layout
from engine.storage.lock import DataLock
from schemas.errors import ConflictError

_LOCK = "lock"


class Delivery:
    """Everything that happens in `incoming/`."""

    def __init__(self, layout: Layout, files: Files, ledger: Imports) -> None:
        self._layout, self._files, self._ledger = layout, files, ledger

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keeps other imports out, and first finishes what a killed one left. Raises ConflictError."""
        for folder in (self._layout.incoming, self._layout.recent):
            self._files.make_folder(folder)
        try:
            lock = DataLock(self._layout.incoming / _LOCK)
        except ConflictError as error:
            raise ConflictError(f"another import is running: {error}") from error
        try:
            self._finish()
            yield
        finally:
            lock.release()

    def resume(self) -> None:
        """Finishes what a killed import left; nothing while another import is running."""
        with suppress(ConflictError), self.alone():
            pass

    @property
    def staging(self) -> Path:
        """Where hits wait for the end of their log."""
        return self._layout.incoming / "staged.arrow"

    def path(self, segment: str) -> Path:
        """Where a segment's file waits to be delivered."""
        return self._layout.incoming / f"{segment}.parquet"

    def deliver(self, log: ImportedFile, replaces: int | None = None) -> int:
        """From now on the log's segments, whose files wait, count, and its content is known; the id of its row.

        `replaces` is the row of the same log when it was shorter.
        """
        begun = self._ledger.begin(log)
        self._move(begun, replaces)
        return begun.id

    def _move(self, log: ImportedFile, replaces: int | None = None) -> None:
        for segment in log.segments:
            if self.path(segment).exists():
                self._files.move(self.path(segment), self._layout.recent_file(segment))
        self._ledger.finish(log.id, replaces)

    def _finish(self) -> None:
        for log in self._ledger.delivering():
            self._move(log)
        for path in self._layout.incoming.iterdir():
            if path.name != _LOCK:
                self._files.remove(path)
