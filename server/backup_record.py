"""Where the last backup went, as the data folder remembers it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from engine.registry.registry import Registry

_NAME = "last_backup"


def note_backup(registry: Registry, dest: Path) -> None:
    registry.settings.put(_NAME, str(dest.resolve()))


def last_backup(database: Path) -> Path | None:
    """None where none was made. Only looks, whatever program the database is of. Raises sqlite3.Error."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        row = connection.execute("select value from settings where name = ?", (_NAME,)).fetchone()
    return Path(row[0]) if row else None
