"""Brings a database to the tables that this program knows, one migration after the other."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection

from engine.storage.layout import Layout
from engine.storage.lock import holder_of
from schemas.errors import BadInputError, ConflictError

_NEEDS = "program_version"
_PROGRAM = "select value from meta where name = ?"


@dataclass(frozen=True, slots=True)
class Migration:
    """`file` is in `migrations/`; `program` is the first program version that knows the tables it leaves."""

    file: str
    program: str

    def statements(self) -> list[str]:
        text = files("engine.registry").joinpath("migrations", self.file).read_text(encoding="utf-8")
        return [statement.strip() for statement in text.split(";\n") if statement.strip()]


MIGRATIONS: tuple[Migration, ...] = (
    Migration("0001_first.sql", "0.1.0"),
    Migration("0002_uptime.sql", "0.1.0"),
    Migration("0003_kudos_and_receipts.sql", "0.1.0"),
    Migration("0004_insights.sql", "0.1.0"),
    Migration("0005_erased_sites.sql", "0.1.0"),
    Migration("0006_own_paths.sql", "0.1.0"),
    Migration("0007_reports.sql", "0.1.0"),
)
"""In order; a database's version is how many of them it has had. Only ever added to."""


def migrate(connection: Connection, path: Path) -> None:
    """Needs the write lock: two processes may open a new database at once.

    The version is that of all of DATA: who changes what stands in its files adds a migration, too. Raises BadInputError
    for a database of a newer program, ConflictError where an older one serves DATA now; nothing is changed then.
    """
    version = int(connection.exec_driver_sql("pragma user_version").scalar_one())
    if version > len(MIGRATIONS):
        needs = connection.exec_driver_sql(_PROGRAM, (_NEEDS,)).scalar_one_or_none()
        raise BadInputError(_too_new(path, version, needs))
    holder = holder_of(Layout(path.parent).lock) if 0 < version < len(MIGRATIONS) else None
    if holder is not None:
        raise ConflictError(f"{path.parent} is served by an older Hitlake (process {holder}): stop it first")
    for migration in MIGRATIONS[version:]:
        for statement in migration.statements():
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("delete from meta where name = ?", (_NEEDS,))
        connection.exec_driver_sql("insert into meta (name, value) values (?, ?)", (_NEEDS, migration.program))
    connection.exec_driver_sql(f"pragma user_version = {len(MIGRATIONS)}")


def require_known(path: Path) -> None:
    """For who only reads DATA: raises BadInputError where a newer program wrote it. Takes no lock, changes nothing.

    A database that is missing or cannot be read says nothing of the files beside it.
    """
    version, needs = 0, None
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as reader:
        (version,) = reader.execute("pragma user_version").fetchone()
        (needs,) = reader.execute(_PROGRAM, (_NEEDS,)).fetchone() or (None,)
    if version > len(MIGRATIONS):
        raise BadInputError(_too_new(path, version, needs))


def _too_new(path: Path, version: int, needs: str | None) -> str:
    program = f"Hitlake {needs} or newer" if needs else "a newer Hitlake"
    return f"{path} was written by {program} (schema {version}; this program knows {len(MIGRATIONS)}): please update"
