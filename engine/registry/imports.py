"""The ledger of imported files, which recognises a file by what is in it and not by its name."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from engine.registry.database import Database
from engine.registry.records import columns, record
from engine.registry.tables import IMPORTS, SITES
from schemas.errors import NotFoundError


class ImportState(StrEnum):
    DELIVERING = "delivering"
    """Its segments are finished files that are being renamed into place; some may be there, others not."""
    DONE = "done"


class ImportedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was imported of one log. A log grows: `content` is the digest of the `size_bytes` that it begins with.

    Both are of the unpacked log, as `engine/imports/prefixes.py` takes them, and so are the `lines` of that part;
    `hits` is what this import stored. `segments` are the names of the files that its hits went into.
    """

    id: int = 0
    site_id: int
    name: str
    content: bytes
    size_bytes: int
    lines: int
    hits: int
    segments: tuple[str, ...]
    state: ImportState = ImportState.DELIVERING
    imported_at: datetime | None = None


_SHOWN = columns(IMPORTS, ImportedFile)


class Imports:
    """Begin before the first rename, finish after the last; what a crash left in between stands in `delivering`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, file: ImportedFile) -> ImportedFile:
        """As it is stored: with id, state `delivering` and the moment.

        Raises NotFoundError where the site was deleted meanwhile.
        """
        values = msgspec.structs.asdict(file) | {
            "state": ImportState.DELIVERING.value,
            "imported_at": self._database.now(),
        }
        del values["id"]
        with self._database.write() as connection:
            if connection.execute(select(SITES.c.id).where(SITES.c.id == file.site_id)).first() is None:
                raise NotFoundError(f"there is no site {file.site_id} any more")
            row = connection.execute(insert(IMPORTS).values(values).returning(*_SHOWN)).one()
        return record(ImportedFile, row)

    def finish(self, import_id: int, replaces: int | None = None) -> None:
        """`replaces` is an import of the same log when it was shorter: its row goes. Raises NotFoundError."""
        statement = update(IMPORTS).where(IMPORTS.c.id == import_id).values(state=ImportState.DONE.value)
        with self._database.write() as connection:
            if not connection.execute(statement).rowcount:
                raise NotFoundError(f"there is no import {import_id}")
            if replaces is not None:
                connection.execute(delete(IMPORTS).where(IMPORTS.c.id == replaces))

    def done(self, site_id: int) -> list[ImportedFile]:
        """The site's finished imports, oldest first."""
        return self._select(IMPORTS.c.site_id == site_id, IMPORTS.c.state == ImportState.DONE.value)

    def of_content(self, site_id: int, content: bytes) -> ImportedFile | None:
        """The site's oldest finished import of this content; None where there is none."""
        return next((file for file in self.done(site_id) if file.content == content), None)

    def delivering(self) -> list[ImportedFile]:
        return self._select(IMPORTS.c.state == ImportState.DELIVERING.value)

    def _select(self, *conditions: Any) -> list[ImportedFile]:
        with self._database.read() as connection:
            rows = connection.execute(select(*_SHOWN).where(*conditions).order_by(IMPORTS.c.id))
            return [record(ImportedFile, row) for row in rows]
