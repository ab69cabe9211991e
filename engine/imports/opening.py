"""A log as a stream of plain bytes, whatever it is packed with."""

import bz2
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, Protocol, cast

import pyarrow as pa

from schemas.errors import BadInputError

STANDARD_INPUT = "-"
_READ_BYTES = 1 << 20
_MAGIC_BYTES = 8


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


_Unpack = Callable[[BinaryIO], _Stream]


def _zstd(stream: BinaryIO) -> _Stream:
    return cast("_Stream", pa.CompressedInputStream(pa.PythonFile(stream, "r"), "zstd"))


def _refuse(what: str) -> _Unpack:
    def refuse(_stream: BinaryIO) -> _Stream:
        raise BadInputError(f"is {what}")

    return refuse


# What a file is says its first bytes; names lie (a rotated `access.log.2` may be packed or not).
_BY_MAGIC: tuple[tuple[bytes, _Unpack], ...] = (
    (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"\x28\xb5\x2f\xfd", _zstd),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
    (b"PK\x03\x04", _refuse("a zip archive without an export that is known; unpack it and import the files in it")),
    (b"7z\xbc\xaf\x27\x1c", _refuse("a 7z archive; unpack it and import the files in it")),
    (b"PAR1", _refuse("a Parquet file, not a log")),
    (b"SQLite f", _refuse("an SQLite database, not a log")),
    (b"\xff\xfe", _refuse("text in UTF-16; convert it to UTF-8")),
    (b"\xfe\xff", _refuse("text in UTF-16; convert it to UTF-8")),
)


class _Counted(io.RawIOBase):
    """A raw stream that counts what was taken from it; `head` is what had been read before."""

    def __init__(self, stream: IO[bytes], head: bytes) -> None:
        self._stream = stream
        self._head = head
        self.taken_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        self.taken_bytes += len(data)
        return len(data)


def _head_of(stream: IO[bytes]) -> bytes:
    """The first bytes; a pipe may give them one by one."""
    head = b""
    while len(head) < _MAGIC_BYTES and (more := stream.read(_MAGIC_BYTES - len(head))):
        head += more
    return head


class Source:
    """One log, open. `size_bytes` is None where nobody knows it; `taken_bytes` counts towards it while reading."""

    def __init__(self, name: str, stream: IO[bytes], size_bytes: int | None) -> None:
        self.name = name
        self.size_bytes = size_bytes
        self._raw = stream
        head = _head_of(stream)
        self._counted = _Counted(stream, head)
        self._stream = self._unpacked(head)

    @property
    def is_packed(self) -> bool:
        return not isinstance(self._stream, io.BufferedReader)

    @property
    def taken_bytes(self) -> int:
        return self._counted.taken_bytes

    def read(self, size: int) -> bytes:
        """At most `size` unpacked bytes, empty at the end. BadInputError: the file is cut off or damaged."""
        try:
            return self._stream.read(size)
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            raise BadInputError(f"{self.name}: cut off or damaged, nothing of it was imported ({error})") from error

    def close(self) -> None:
        self._stream.close()
        self._raw.close()

    def _unpacked(self, head: bytes) -> _Stream:
        buffered = io.BufferedReader(self._counted, _READ_BYTES)
        for magic, unpack in _BY_MAGIC:
            if head.startswith(magic):
                try:
                    return unpack(cast("BinaryIO", buffered))
                except BadInputError as error:
                    self._raw.close()
                    raise BadInputError(f"{self.name} {error}") from error
        return buffered


def open_source(path: str, standard_input: IO[bytes] | None = None) -> Source:
    """Opens a file, or standard input for `-`. BadInputError says why it cannot be."""
    if path == STANDARD_INPUT and standard_input is not None:
        return Source("standard input", standard_input, None)
    try:
        stream = Path(path).open("rb", buffering=0)  # noqa: SIM115 - the source closes it
        size = os.fstat(stream.fileno())
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read, {error.strerror}") from error
    return Source(path, stream, size.st_size or None)
