"""How filed Parquet is written, and the note in its metadata that says which hits it was made from."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from engine.storage.seals import seal
from schemas.hits import HIT_SCHEMA

DERIVED_VERSION = 2
"""Goes up when visits or rollups are to be computed or kept otherwise; those of another version are made again."""

Fingerprints = Mapping[date, str]
"""What each day's hits are, as `engine/sql/fingerprints.sql` tells them apart."""

ORDERED_LAYERS = {
    "hits": (
        "select hits.* from hits join (select hit_id, visit_id from visit_hits) using (hit_id)"
        " where day between $first and $last order by day, visit_id, created_at, hit_id"
    ),
    "visits": "select * from visits where day between $first and $last order by day, visit_id",
}
"""A layer's rows of some days: visit after visit as they began, so that neighbours share their visitor and ids grow.

Half the size of an order by time alone, some percent smaller than one by attributes, and the cheapest to sort.
"""

ROLLUP_ORDER = "dimension, value, day"

FILED_SCHEMA: pa.Schema = pa.schema([field for field in HIT_SCHEMA if field.name != "site_id"])
"""A file in `hits/`; the site is the folder's name."""

FILED_COLUMNS = ", ".join(FILED_SCHEMA.names)

_KEY = "hitlake"

QUICK, THOROUGH = 3, 13
"""Levels of zstd. A million hits take 0.7 s of the processor, or 2.8 s for 2% fewer bytes; in small files it is 4%."""


def copy_to(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    select: str,
    values: Mapping[str, object],
    made_from: Fingerprints,
    level: int = THOROUGH,
) -> None:
    """Writes the rows of `select`, sealed; the metadata bears `made_from`."""
    days = {day.isoformat(): fingerprint for day, fingerprint in sorted(made_from.items())}
    note = json.dumps({"version": DERIVED_VERSION, "days": days})
    connection.execute(
        f"copy ({select}) to {_literal(str(path))} (format parquet, compression zstd, compression_level {level},"
        " parquet_version v2, write_bloom_filter false, row_group_size 100000,"
        f" kv_metadata {{{_KEY}: {_literal(note)}}})",
        dict(values),
    )
    seal(path)


def fingerprints(path: Path) -> Fingerprints | None:
    """What `copy_to` noted, whatever its version: the way to ask a file of hits. None for a missing or broken file."""
    note = _note(path)
    return None if note is None else _days(note)


def made_from(path: Path) -> Fingerprints | None:
    """What a derived file was made from; None also for one of another version, which is to be made again."""
    note = _note(path)
    return None if note is None or note.get("version") != DERIVED_VERSION else _days(note)


def _note(path: Path) -> dict[str, Any] | None:
    try:
        metadata = pq.read_metadata(path).metadata or {}
        note: dict[str, Any] = json.loads(metadata[_KEY.encode()])
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return None
    return note


def _days(note: Mapping[str, Any]) -> Fingerprints:
    return {date.fromisoformat(day): fingerprint for day, fingerprint in note["days"].items()}


def table_of(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one file, in this thread. Raises OSError or pyarrow.ArrowException.

    `pyarrow.parquet.read_table` would load its data sets and file systems, 7 MB that nothing here uses.
    """
    with pq.ParquetFile(path) as file:
        return file.read(columns=None if columns is None else list(columns), use_threads=False)


READ_ALL = "select bit_xor(hash(file)) from read_parquet($path, hive_partitioning = false) as file"
"""Looks at every value of a file."""


def is_readable(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    try:
        connection.execute(READ_ALL, {"path": str(path)}).fetchall()
    except duckdb.Error:
        return False
    return True


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
