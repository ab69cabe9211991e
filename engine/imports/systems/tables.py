"""The tables in an export of another system: CSV files, plain, packed, or together in a zip archive."""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.imports.opening import open_source
from schemas.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl

BLOCK_ROWS = 50_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_HEADING_LINES = 20
"""Remarks may stand before the heading."""


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file. `name` is the file's own, `remarks` are the lines before its heading."""

    name: str
    heading: tuple[str, ...]
    remarks: tuple[str, ...]
    opened: Callable[[], io.RawIOBase] = field(repr=False)

    def blocks(self) -> Iterator["pl.DataFrame"]:
        """Its rows, some at a time: the heading's columns as texts, empty ones null, and `whole`.

        A row that is not `whole` has another number of fields. Raises BadInputError where the file is damaged.
        """
        try:
            with _text(self.opened()) as lines:
                reader = _skipped(lines)
                while block := _taken(reader):
                    yield _frame(self.heading, block)
        except (csv.Error, OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise BadInputError(f"{self.name}: cut off or damaged, nothing of it was imported ({error})") from error


def tables_of(path: str) -> list[Table]:
    """None at all where the file is something else, as a log. Raises BadInputError where it cannot be read."""
    file = Path(path)
    if not file.is_file():
        return []
    with file.open("rb") as stream:
        head = stream.read(len(_ZIP))
    if head.startswith(_ZIP):
        return _zipped(file)
    opened = partial(_opened, file) if head.startswith(_UTF_16) else partial(_unpacked, path)
    table = _table(file.name, opened)
    return [table] if table else []


def _zipped(file: Path) -> list[Table]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = sorted(name for name in archive.namelist() if name.lower().endswith(".csv"))
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInputError(f"{file}: is a zip archive that cannot be read ({error})") from error
    found = [_table(Path(name).name, partial(_member, file, name)) for name in names]
    return [table for table in found if table]


def _opened(file: Path) -> io.RawIOBase:
    return file.open("rb", buffering=0)


def _unpacked(path: str) -> io.RawIOBase:
    return _Stream(open_source(path))


def _member(file: Path, name: str) -> io.RawIOBase:
    """The archive closes with its member, which is all that is held open."""
    with zipfile.ZipFile(file) as archive:
        return _Stream(archive.open(name))


def _table(name: str, opened: Callable[[], io.RawIOBase]) -> Table | None:
    """None where there is no heading: a name or more, and not the beginning of a log."""
    remarks: list[str] = []
    try:
        with _text(opened()) as lines:
            for _ in range(_HEADING_LINES):
                line = lines.readline(csv.field_size_limit())
                if not _is_remark(line):
                    heading = next(csv.reader([line], delimiter=_delimiter(line)), [])
                    return Table(name, tuple(heading), tuple(remarks), opened)
                remarks.append(line.strip())
    except (BadInputError, csv.Error, OSError, EOFError, zlib.error, RuntimeError):
        pass
    return None


def _is_remark(line: str) -> bool:
    return line.startswith("#") or line in ("\n", "\r\n")


def _delimiter(heading: str) -> str:
    return max(",;\t", key=heading.count)


def _skipped(lines: io.TextIOWrapper) -> Iterator[list[str]]:
    """The rows behind the heading."""
    line = lines.readline()
    while _is_remark(line):
        line = lines.readline()
    return csv.reader(lines, delimiter=_delimiter(line))


def _taken(reader: Iterator[list[str]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in reader:
        if row:
            rows.append(row)
            if len(rows) == BLOCK_ROWS:
                break
    return rows


def _frame(heading: tuple[str, ...], rows: list[list[str]]) -> "pl.DataFrame":
    import polars as pl

    width = len(heading)
    whole = [len(row) == width for row in rows]
    squared = (row if fits else (row + [""] * width)[:width] for row, fits in zip(rows, whole, strict=True))
    columns = dict(zip(heading, zip(*squared, strict=True), strict=True)) if width else {}
    frame = pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()})
    return frame.with_columns(pl.all().str.strip_chars().replace("", None), whole=pl.Series(whole))


def _text(stream: io.RawIOBase) -> io.TextIOWrapper:
    buffered = io.BufferedReader(stream)
    utf_16 = buffered.peek(len(_UTF_16[0])).startswith(_UTF_16)
    return io.TextIOWrapper(buffered, "utf-16" if utf_16 else "utf-8-sig", errors="replace", newline="")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


class _Stream(io.RawIOBase):
    """What can be read, as a file of Python's."""

    def __init__(self, source: _Readable) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        with closing(self._source):
            super().close()
