"""The hits of a DATA folder in other databases, as bytes a hit: each with the indexes that its questions want."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from benchmarks import worker
from benchmarks.dataset import Dataset, SiteOfSize, plain
from benchmarks.engines import PEERS, Engine
from schemas.hits import HIT_SCHEMA

NAMES = ("ClickHouse", "PostgreSQL", "SQLite")


def present() -> list[Engine]:
    return [engine for engine in PEERS if engine.name in NAMES and not engine.missing()]


def missing() -> list[str]:
    return [f"{engine.name}: {why}" for engine in PEERS if engine.name in NAMES and (why := engine.missing())]


def bytes_a_hit(data: Path, work: Path, engines: Sequence[Engine]) -> list[float]:
    """Of closed days, as they are for each of the engines. `work` is emptied afterwards."""
    copied = _copy(data, work / "raw")
    found = []
    for engine in engines:
        folder = work / engine.name.lower()
        worker.load(engine.name, copied, folder)
        found.append(engine.stored_bytes(copied, folder) / copied.hits)
        shutil.rmtree(engine.stored(copied, folder))
    shutil.rmtree(work)
    return found


def _copy(data: Path, folder: Path) -> Dataset:
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        files = connection.read_parquet(f"{data}/hits/*/*/*.parquet", hive_partitioning=True)
        columns = ", ".join(HIT_SCHEMA.names)
        ordered = files.select(columns).order("day, created_at, hit_id")
        hits = ordered.to_arrow_table()
    table = plain(hits.cast(HIT_SCHEMA))
    pq.write_table(table, folder / "hits.parquet", compression="zstd", row_group_size=100_000)
    return Dataset(str(folder), (SiteOfSize(1, "site.example", hits.num_rows),), date.max)
