"""DuckDB by hand on the raw Parquet: the floor of a design without closed days and rollups."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.dataset import Dataset
from benchmarks.engines.contract import size_of
from benchmarks.engines.texts import ask_sql
from benchmarks.questions import Asked


class DuckSession:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def ask(self, asked: Asked) -> dict[str, Any]:
        return ask_sql(asked, "duckdb", lambda text: self._connection.execute(text).fetchall())


class DuckEngine:
    name = "DuckDB on Parquet"
    says = "the raw Parquet files, sorted by site and time, read by SQL written by hand"

    def missing(self) -> None:
        return None

    def version(self) -> str:
        return duckdb.__version__

    def load(self, data: Dataset, folder: Path) -> None:
        """Nothing: the files are what it reads."""

    def stored(self, data: Dataset, folder: Path) -> Path:
        return Path(data.folder)

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return size_of(Path(data.folder))

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[DuckSession]:
        with duckdb.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(f"create view hits as select * from read_parquet({data.files!r})")
            yield DuckSession(connection)
