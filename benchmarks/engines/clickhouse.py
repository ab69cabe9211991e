"""ClickHouse in the process, as the package chdb has it: on a MergeTree table, and on the raw Parquet files."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.dataset import Dataset
from benchmarks.engines.contract import missing_package, size_of
from benchmarks.engines.texts import ask_sql
from benchmarks.questions import Asked
from benchmarks.questions.answers import Rows

_FEW = "LowCardinality(Nullable(String))"
_TABLE = f"""
create table hits (
    hit_id Int64, site_id Int32, day Date, hour Int8, created_ms Int64 codec(Delta, ZSTD(1)), visitor Int64,
    event {_FEW}, event_value Nullable(String), props Nullable(String), path String, url Nullable(String),
    referrer Nullable(String), referrer_host {_FEW}, source {_FEW}, utm_medium {_FEW}, utm_campaign {_FEW},
    utm_content {_FEW}, utm_term {_FEW}, country {_FEW}, region {_FEW}, city {_FEW}, browser {_FEW}, platform {_FEW},
    device {_FEW}, language {_FEW}
)
engine = MergeTree partition by toYYYYMM(day) order by (site_id, day, visitor, created_ms, hit_id)
"""

_BYTES = "bytes.txt"
_SIZE = "select sum(bytes_on_disk) from system.parts where active and table = 'hits'"


class ClickHouseSession:
    def __init__(self, session: Any) -> None:
        self._session = session

    def ask(self, asked: Asked) -> dict[str, Any]:
        return ask_sql(asked, "clickhouse", self.rows)

    def rows(self, text: str) -> Rows:
        answer = str(self._session.query(text, "JSONCompactEachRow"))
        return [json.loads(line) for line in answer.splitlines()]


class ClickHouseEngine:
    name = "ClickHouse"
    says = (
        "chdb, in the process; MergeTree by month, ordered by site, day, visitor and time, LowCardinality where it pays"
    )

    def missing(self) -> str | None:
        return missing_package("chdb")

    def version(self) -> str:
        import chdb

        return f"{chdb.engine_version} (chdb {chdb.__version__})"

    def load(self, data: Dataset, folder: Path) -> None:
        with _session(folder) as session:
            session.query(_TABLE)
            session.query(f"insert into hits select * from {_files(data)} settings max_partitions_per_insert_block = 0")
            session.query("optimize table hits final")
            [[size]] = ClickHouseSession(session).rows(_SIZE)
        (folder / _BYTES).write_text(str(size))

    def stored(self, data: Dataset, folder: Path) -> Path:
        return folder

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return int((folder / _BYTES).read_text())

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[ClickHouseSession]:
        with _session(folder) as session:
            yield ClickHouseSession(session)


class ClickHouseOnParquet(ClickHouseEngine):
    name = "ClickHouse on Parquet"
    says = "chdb, in the process, on the raw Parquet files"

    def load(self, data: Dataset, folder: Path) -> None:
        """Nothing: the files are what it reads."""

    def stored(self, data: Dataset, folder: Path) -> Path:
        return Path(data.folder)

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return size_of(Path(data.folder))

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[ClickHouseSession]:
        with _session(folder) as session:
            session.query(f"create view hits as select * from {_files(data)}")
            yield ClickHouseSession(session)


def _files(data: Dataset) -> str:
    return f"file('{data.folder}/*.parquet', Parquet)"


@contextmanager
def _session(folder: Path) -> Iterator[Any]:
    session: Any = import_module("chdb.session").Session(str(folder / "clickhouse"))
    try:
        session.query("create database if not exists bench")
        session.query("use bench")
        session.query("set prefer_column_name_to_alias = 1")
        session.query("set output_format_json_quote_64bit_integers = 0")
        yield session
    finally:
        session.close()
