"""SQLite: one table with the indexes that the questions want."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.dataset import Dataset
from benchmarks.engines.contract import size_of
from benchmarks.engines.texts import ask_sql
from benchmarks.questions import Asked

_SETTINGS = ("journal_mode = off", "synchronous = off", "cache_size = -1000000", "temp_store = memory")
_TYPES = {"hit_id": "integer primary key", "site_id": "integer", "hour": "integer", "created_ms": "integer"} | {
    "visitor": "integer"
}
_TEXT = "text"
INDEXES = (
    "create index hits_by_time on hits (site_id, day, created_ms, hit_id)",
    "create index hits_by_page on hits (site_id, path, day, visitor, event)",
    "create index hits_by_visitor on hits (site_id, day, visitor, created_ms, hit_id, event)",
    "create index hits_of_country on hits (site_id, country, path, day) where event is null",
    "create index events on hits (site_id, day, event) where event is not null",
)


class SqliteSession:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, asked: Asked) -> dict[str, Any]:
        return ask_sql(asked, "sqlite", lambda text: self._connection.execute(text).fetchall())


class SqliteEngine:
    name = "SQLite"
    says = "one table; indexes for time, pages, visitors, countries and events; `analyze`d; a cache of 1 GB"

    def missing(self) -> None:
        return None

    def version(self) -> str:
        return sqlite3.sqlite_version

    def load(self, data: Dataset, folder: Path) -> None:
        names = pq.read_schema(data.files[0]).names
        with closing(_connected(folder)) as connection:
            connection.execute(
                f"create table hits ({', '.join(f'{name} {_TYPES.get(name, _TEXT)}' for name in names)})"
            )
            insert = f"insert into hits values ({', '.join('?' * len(names))})"
            for path in data.files:
                for batch in pq.ParquetFile(path).iter_batches(50_000):
                    day = batch.schema.get_field_index("day")
                    columns = batch.set_column(day, "day", batch["day"].cast("string")).columns
                    connection.executemany(insert, zip(*(column.to_pylist() for column in columns), strict=True))
            for index in INDEXES:
                connection.execute(index)
            connection.execute("analyze")
            connection.commit()

    def stored(self, data: Dataset, folder: Path) -> Path:
        return folder

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return size_of(folder)

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[SqliteSession]:
        with closing(_connected(folder)) as connection:
            yield SqliteSession(connection)


def _connected(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "hits.sqlite")
    for setting in _SETTINGS:
        connection.execute(f"pragma {setting}")
    return connection
