"""The open journal segment of one lane: what is appended here and synced is acknowledged."""

from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from engine.storage.files import Files
from engine.storage.frames import HEADER, encode_frame
from engine.storage.layout import Layout
from schemas.receipts import Receipt


class Journal:
    """One segment's file, made at the first append, so that an idle lane has none."""

    def __init__(self, layout: Layout, files: Files, segment: str) -> None:
        self.segment = segment
        self._layout, self._files = layout, files
        self._handle: BinaryIO | None = None
        self._length = 0
        self._sequence = 0
        self.broken = False
        """What the file holds behind its whole frames is not known: nothing more may go there."""

    def append(self, batch: pa.RecordBatch, receipts: list[Receipt]) -> None:
        """Both are on disk when this returns. Raises OSError; then nothing of them is in the journal."""
        frame = encode_frame(batch, receipts, self._sequence)
        handle = self._open()
        try:
            self._files.append(handle, frame)
        except OSError:
            # A half-written frame would hide every later one from recovery, so it is cut off at once.
            self._cut(handle)
            raise
        try:
            self._files.sync(handle)
        except OSError:
            # The system may have dropped the pages and call the next sync good: this file is given up.
            self._cut(handle)
            self.broken = True
            raise
        self._length += len(frame)
        self._sequence += 1

    @property
    def length(self) -> int:
        """Bytes of whole frames, with the header."""
        return self._length

    def close(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _cut(self, handle: BinaryIO) -> None:
        try:
            self._files.cut(handle, self._length)
        except OSError:
            self.broken = True

    def _open(self) -> BinaryIO:
        if self._handle is None:
            # Where it fails and cannot be removed either, the name is taken: the next append goes to another.
            self.broken = True
            self._handle, self._length = self._create(self._layout.journal_file(self.segment)), len(HEADER)
            self.broken = False
        return self._handle

    def _create(self, path: Path) -> BinaryIO:
        handle = self._files.create(path)
        try:
            self._files.append(handle, HEADER)
        except OSError:
            handle.close()
            with suppress(OSError):
                self._files.remove(path)
            raise
        return handle
