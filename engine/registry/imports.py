"""The ledger of imported files, which recognises a file by what is in it and not by its name."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from engine.registry.database import Database
from engine.registry.records import columns, record
from engine.registry.tables import IMPORTS
from schemas.errors import NotFoundError


class ImportState(StrEnum):
    DELIVERING = "delivering"
    """Its segments are finished files that are being renamed into place; some may be there, others not."""
    DONE = "done"


class ImportedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was imported of one file. A log grows: `size_bytes` and `content` are those of the part that was imported.

    `head` is the fingerprint of the first line, which stays when a log grows; `content` the SHA-256 of the first
    `size_bytes` bytes, both after decompression. `segments` are the names of the files that its hits went into.
    """

    id: int = 0
    site_id: int
    name: str
    head: bytes
    content: bytes
    size_bytes: int
    lines: int
    hits: int
    segments: tuple[str, ...]
    state: ImportState = ImportState.DELIVERING
    imported_at: datetime | None = None


_SHOWN = columns(IMPORTS, ImportedFile)


def head_fingerprint(first_line: bytes) -> bytes:
    return sha256(first_line.rstrip(b"\r\n")).digest()


class Prefix:
    """Reads a file's content piece by piece, and tells which imported file it starts with.

    Its cost is one SHA-256 of the content; the content is never kept.
    """

    def __init__(self, candidates: Iterable[ImportedFile]) -> None:
        """`candidates` as `Imports.with_head` gives them."""
        self.size_bytes = 0
        self.longest: ImportedFile | None = None
        self._hash = sha256()
        self._ahead = sorted(candidates, key=lambda file: file.size_bytes, reverse=True)

    @property
    def undecided(self) -> bool:
        """More content could still show a longer match."""
        return bool(self._ahead)

    def feed(self, content: bytes) -> None:
        start = 0
        while self._ahead and self._ahead[-1].size_bytes <= self.size_bytes + len(content) - start:
            file = self._ahead.pop()
            cut = start + file.size_bytes - self.size_bytes
            self._add(content[start:cut])
            start = cut
            if self._hash.digest() == file.content:
                self.longest = file
        self._add(content[start:])

    def content(self) -> bytes:
        """The SHA-256 of all that was fed."""
        return self._hash.digest()

    def _add(self, content: bytes) -> None:
        self._hash.update(content)
        self.size_bytes += len(content)


class Imports:
    """Begin before the first rename, finish after the last; what a crash left in between stands in `delivering`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, file: ImportedFile) -> ImportedFile:
        """As it is stored: with id, state `delivering` and the moment."""
        values = msgspec.structs.asdict(file) | {
            "state": ImportState.DELIVERING.value,
            "imported_at": self._database.now(),
        }
        del values["id"]
        with self._database.write() as connection:
            row = connection.execute(insert(IMPORTS).values(values).returning(*_SHOWN)).one()
        return record(ImportedFile, row)

    def finish(self, import_id: int) -> None:
        """Raises NotFoundError."""
        statement = update(IMPORTS).where(IMPORTS.c.id == import_id).values(state=ImportState.DONE.value)
        with self._database.write() as connection:
            if not connection.execute(statement).rowcount:
                raise NotFoundError(f"there is no import {import_id}")

    def forget(self, import_id: int) -> None:
        """For an import that was undone."""
        with self._database.write() as connection:
            connection.execute(delete(IMPORTS).where(IMPORTS.c.id == import_id))

    def with_head(self, site_id: int, head: bytes) -> list[ImportedFile]:
        """Finished imports of the site that began with the same line."""
        done = IMPORTS.c.state == ImportState.DONE.value
        return self._select(IMPORTS.c.site_id == site_id, IMPORTS.c.head == head, done)

    def of_site(self, site_id: int) -> list[ImportedFile]:
        return self._select(IMPORTS.c.site_id == site_id)

    def delivering(self) -> list[ImportedFile]:
        return self._select(IMPORTS.c.state == ImportState.DELIVERING.value)

    def _select(self, *conditions: Any) -> list[ImportedFile]:
        with self._database.read() as connection:
            rows = connection.execute(select(*_SHOWN).where(*conditions).order_by(IMPORTS.c.id))
            return [record(ImportedFile, row) for row in rows]
