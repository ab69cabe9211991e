"""The SQLite file that the registry lives in: every commit is on the disk before it returns."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, event, select, update
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from engine.registry.columns import instant
from engine.registry.schema_versions import migrate
from engine.registry.tables import REVISIONS
from schemas.errors import BadInputError, BusyError, DamagedFileError

BUSY_SECONDS = 15.0
CHECKPOINT_SECONDS = 1.0
"""How long writers wait at most while the log is emptied: a reader of another process may stand in its way for long."""
_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",  # without it a deleted salt stays readable in the file's free space
)


class Database:
    """Shared by all threads of this process, and beside other processes.

    `now_ms` is the clock of everything in the registry. `announced` grows with every own write that named its changes.
    """

    def __init__(self, path: Path, now_ms: Callable[[], int]) -> None:
        """Makes the file and its tables where they are missing.

        Raises BadInputError for a path that cannot be written and for a newer program's database,
        DamagedFileError for a file that is no database, BusyError.
        """
        self.path = path
        self.now_ms = now_ms
        self.announced = 0
        self._writing = threading.Lock()
        _touch_private(path)
        self._engine = _engine(path)
        try:
            with self.write() as connection:
                migrate(connection, path)
        except BaseException:
            self.close()
            raise

    def now(self) -> datetime:
        return instant(self.now_ms())

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One moment of the database for all that is read inside."""
        with _named_errors(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *changes: str) -> Iterator[Connection]:
        """Holds the write lock from the start; durable when it returns, undone when it raises.

        `changes` names the mirrored tables that it changes, so that every process reads them again.
        """
        with (
            self._writing,  # SQLite's own waiting polls, which is slow between threads
            _named_errors(self.path),
            self._engine.connect().execution_options(hitlake_writes=True) as connection,
            connection.begin(),
        ):
            for name in changes:
                statement = update(REVISIONS).where(REVISIONS.c.name == name)
                connection.execute(statement.values(number=REVISIONS.c.number + 1))
            yield connection
        if changes:
            with self._writing:
                self.announced += 1

    def revision(self, connection: Connection, name: str) -> int:
        """How often a mirrored table was changed, by any process."""
        statement = select(REVISIONS.c.number).where(REVISIONS.c.name == name)
        return int(connection.execute(statement).scalar_one())

    def empty_write_ahead_log(self) -> bool:
        """Moves every page from the log into the file and cuts the log to nothing; False if a reader was in the way."""
        with self._writing, _named_errors(self.path), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute(f"pragma busy_timeout = {int(CHECKPOINT_SECONDS * 1000)}")
            (busy, _, _) = raw.execute("pragma wal_checkpoint(truncate)").fetchone()
            raw.execute(f"pragma busy_timeout = {int(BUSY_SECONDS * 1000)}")
            return not busy

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file and with references between tables; nothing in a good one."""
        with self.read() as connection:
            found = connection.exec_driver_sql("pragma integrity_check").scalars().all()
            orphans = connection.exec_driver_sql("pragma foreign_key_check").all()
        faults = [str(text) for text in found if text != "ok"]
        return faults + [
            f"row {row} of {table} names a row of {parent} that is not there" for table, row, parent, _ in orphans
        ]

    def close(self) -> None:
        self._engine.dispose()


def _touch_private(path: Path) -> None:
    """SQLite gives its side files the mode of the main one."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise BadInputError(f"{path} cannot be opened: {error.strerror}") from error


def _engine(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("hitlake_writes", False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise BusyError(f"{path} cannot be used at the moment: {error.orig}") from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise DamagedFileError(f"{path.name} cannot be read: {error.orig}") from error
