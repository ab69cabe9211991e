"""A log that grows: its new lines are imported now and then; files that come to bear its name, one after another.

Everything that was delivered is known by its content, as always: whoever follows the log after a kill, or imports it
later under another name, goes on where it ended.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

from engine.imports.formats import choose_format
from engine.imports.importer import FIRST_LINES, Importer, Log
from engine.imports.lines import Cutter, line_column
from engine.imports.opening import open_source
from engine.imports.prefixes import HEAD_BYTES, Prefix, known_beginning
from engine.imports.reading import Reading
from engine.imports.requests import LogFormat
from engine.imports.staging import Staging
from engine.imports.storing import Imported
from engine.ingest.behaviour import Behaviour
from schemas.errors import BadInputError
from schemas.sites import Site

if TYPE_CHECKING:
    from hashlib import _Hash

END_BYTES = 4096
"""So much before the end of what is stored is looked at again: where it is another, the file was emptied meanwhile."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Behind the last whole line that is stored: after so many bytes and lines, the last of which are `end`.

    `import_id` is the ledger's row that says so.
    """

    length: int
    hash: "_Hash"
    end: bytes = b""
    lines: int = 0
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """One file that bears or bore the log's name, open."""

    stream: IO[bytes]
    identity: tuple[int, int]

    def ends_at(self, length: int) -> bytes:
        """What stands there before `length`; less where the file is not that long."""
        self.stream.seek(max(0, length - END_BYTES))
        return self.stream.read(min(length, END_BYTES))


class Following:
    """Imports what a log grows by. `turn` is to be called now and then, inside `delivery.alone`.

    A file that the log's name does not stand for any more is left once a turn finds nothing new in it, as its writer
    goes on with it for a moment; one that has become another was emptied, and begins anew.
    """

    def __init__(self, importer: Importer, log: Log, site: Site) -> None:
        """Of a log that `importer` has just run over: what it stored is known."""
        self._importer, self._log, self._site = importer, log, site
        self._format: LogFormat | None = None
        self._behaviour, self._day = Behaviour(), self._today()
        self._file: _File | None = None
        self._place = _Place(0, sha256())
        self._open()

    def turn(self) -> Iterator[Imported]:
        """What was stored. Raises BadInputError where many lines are in no known format."""
        if self._file is None and not self._open():
            return
        assert self._file is not None
        if self._file.ends_at(self._place.length) != self._place.end:
            self._begin_file()
        imported = self._take(self._file)
        if imported is not None:
            yield imported
        elif self._was_replaced(self._file):
            self.close()
            yield from self.turn()

    def close(self) -> None:
        if self._file is not None:
            self._file.stream.close()
            self._file = None

    def _open(self) -> bool:
        """False where no file has the log's name now."""
        try:
            stream = Path(self._log.path).open("rb")  # noqa: SIM115 - held until it is replaced
        except FileNotFoundError:
            return False
        except OSError as error:
            raise BadInputError(f"{self._log.path}: cannot be read, {error.strerror}") from error
        status = os.fstat(stream.fileno())
        self._file = _File(stream, (status.st_dev, status.st_ino))
        self._begin_file()
        return True

    def _begin_file(self) -> None:
        """Behind what of it is known."""
        assert self._file is not None
        imports = {Prefix(one.size_bytes, one.content): one for one in self._importer.ledger.done(self._site.id)}
        with closing(open_source(self._log.path)) as source:
            known = known_beginning(source, imports)
        stream, found = self._file.stream, sha256()
        stream.seek(0)
        left = known.length
        while left and (data := stream.read(min(left, self._importer.block_bytes))):
            found.update(data)
            left -= len(data)
        done = imports.get(known)
        # The file may have been replaced since it was opened: then what is known is of the other one.
        if done is None or found.digest() != known.digest:
            self._place = _Place(0, sha256())
        else:
            self._place = _Place(known.length, found, self._file.ends_at(known.length), done.lines, done.id)

    def _was_replaced(self, file: _File) -> bool:
        try:
            status = Path(self._log.path).stat()
        except OSError:
            return False
        return (status.st_dev, status.st_ino) != file.identity

    def _take(self, file: _File) -> Imported | None:
        """The whole lines behind the place, stored; None where there are none."""
        storing, now_ms = self._importer.storing, self._importer.now_ms
        if self._today() != self._day:
            self._behaviour, self._day = Behaviour(), self._today()
        with Staging(storing.delivery.staging) as staging, ThreadPoolExecutor(1, "hitlake-stamp") as worker:
            reading = Reading(self._log.path, self._chosen, self._site, self._importer.facts, staging, worker, now_ms())
            reading.forget(self._place.lines)
            reading.behaviour = self._behaviour
            try:
                length, found = self._read(file, reading)
            except _NotYet:
                return None
            if length == self._place.length:
                return None
            end = Prefix(length, found.digest())
            imported = self._importer.store(reading, staging, self._site, end, self._place.import_id)
        self._place = _Place(length, found, file.ends_at(length), reading.settled_lines, imported.import_id)
        return imported

    def _read(self, file: _File, reading: Reading) -> tuple[int, "_Hash"]:
        """Where the last whole line ends, and the hash of everything up to there."""
        length, whole, found = self._place.length, self._place.hash, self._place.hash.copy()
        cutter, read = Cutter(self._importer.block_bytes), length
        file.stream.seek(length)
        while data := file.stream.read(self._importer.block_bytes):
            cut = data.rfind(b"\n") + 1
            if cut:
                found.update(data[:cut])
                length, whole = read + cut, found.copy()
            found.update(data[cut:])
            read += len(data)
            if block := cutter.cut(data):
                reading.take(block)
        reading.settle()
        return length, whole

    def _chosen(self) -> LogFormat:
        """By the beginning of the file; a later file whose beginning tells nothing is like the one before."""
        assert self._file is not None
        here = self._file.stream.tell()
        self._file.stream.seek(0)
        lines = line_column(self._file.stream.read(HEAD_BYTES)).head(FIRST_LINES)
        self._file.stream.seek(here)
        try:
            self._format = choose_format(self._log.format_name, lines)
        except BadInputError:
            if self._format is None and len(lines) < FIRST_LINES:
                raise _NotYet from None
            if self._format is None:
                raise
        assert self._format is not None
        return self._format

    def _today(self) -> date:
        return datetime.fromtimestamp(self._importer.now_ms() / 1000, UTC).date()


class _NotYet(Exception):  # noqa: N818
    """Too few lines to tell their format."""
