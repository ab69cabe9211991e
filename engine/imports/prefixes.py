"""Which part of a log was imported before, told by its content alone: logs are renamed, packed, and grow."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol


class Readable(Protocol):
    def read(self, size: int) -> bytes: ...


class Prefix(NamedTuple):
    """The beginning of an unpacked log: its length in bytes, and the SHA-256 of it."""

    length: int
    digest: bytes


HEAD_BYTES = 64 << 10
"""Enough for the lines that tell a log's format."""

NOTHING = Prefix(0, b"")


class Watched:
    """Passes a log's unpacked bytes on, digests them, and notices where a known log ends.

    A read never crosses the end of a known log. `matched` is the longest one that what was read of this
    log begins with. `head` is its first HEAD_BYTES, as far as they were read.
    """

    def __init__(self, source: Readable, known: Iterable[Prefix]) -> None:
        self._source = source
        self._known = set(known)
        self._ends = sorted({prefix.length for prefix in self._known if prefix.length}, reverse=True)
        self._hash = hashlib.sha256()
        self.length = 0
        self.matched = NOTHING
        self.head = b""
        self.whole_lines = self.everything

    @property
    def everything(self) -> Prefix:
        """What was read so far; `whole_lines` is the same up to the last newline."""
        return Prefix(self.length, self._hash.digest())

    @property
    def watching(self) -> bool:
        """Whether a known log may still end further on."""
        return bool(self._ends)

    def read(self, size: int) -> bytes:
        data = self._source.read(min(size, self._ends[-1] - self.length) if self._ends else size)
        self.head += data[: max(0, HEAD_BYTES - self.length)]
        cut = data.rfind(b"\n") + 1
        self._add(data[:cut])
        if cut:
            self.whole_lines = self.everything
        self._add(data[cut:])
        if self._ends and self.length == self._ends[-1]:
            self._ends.pop()
            self.matched = self.everything if self.everything in self._known else self.matched
        return data

    def _add(self, data: bytes) -> None:
        self._hash.update(data)
        self.length += len(data)


def digest_of(path: Path) -> bytes:
    """SHA-256 of a file that counts as a whole, packed or not."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def known_beginning(source: Readable, known: Iterable[Prefix], read_bytes: int = 1 << 20) -> Prefix:
    """What of a log was imported before; reads no further than it takes to know."""
    watched = Watched(source, known)
    while watched.watching and watched.read(read_bytes):
        pass
    return watched.matched
