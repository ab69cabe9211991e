"""The checks of the last 90 days: for the strip and the latency chart of a page, and as a table for queries."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Integer, case, func, select

from engine.registry.database import Database
from engine.uptime.tables import CHECKS

KEPT_DAYS = 90
"""Checks and notices; downtimes are kept for ever."""

CHECK_SCHEMA: pa.Schema = pa.schema(
    [
        pa.field("site_id", pa.int32(), nullable=False),
        pa.field("checked_at", pa.timestamp("ms", "UTC"), nullable=False),
        pa.field("up", pa.bool_(), nullable=False),
        pa.field("status", pa.int16()),
        pa.field("milliseconds", pa.int32(), nullable=False),
        pa.field("error", pa.string()),
    ]
)
"""`checks` as `hitlake sql` has it."""

_ROWS = "select site_id, checked_ms, up, status, milliseconds, error from checks order by site_id, checked_ms"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What the checks from `start_ms` on found; `milliseconds` is the mean of the checks that passed."""

    start_ms: int
    passed: int
    failed: int
    milliseconds: int | None


def stretches(database: Database, site_id: int, bounds_ms: Sequence[int]) -> list[Stretch]:
    """One for every two neighbours in `bounds_ms`, which ascend: midnights of a zone, hours, whatever is to be drawn.

    A stretch in which nothing was checked has zeros. Blocks: reads the database.
    """
    bucket = case(
        *[(CHECKS.c.checked_ms < end_ms, place) for place, end_ms in enumerate(bounds_ms[1:])], else_=-1
    ).label("bucket")
    passed = CHECKS.c.up.is_(True)
    mean = func.cast(func.round(func.avg(CHECKS.c.milliseconds).filter(passed)), Integer)
    statement = (
        select(bucket, func.count().filter(passed), func.count().filter(~passed), mean)
        .where(CHECKS.c.site_id == site_id, CHECKS.c.checked_ms >= bounds_ms[0], CHECKS.c.checked_ms < bounds_ms[-1])
        .group_by(bucket)
    )
    with database.read() as connection:
        found = {row[0]: row[1:] for row in connection.execute(statement)}
    return [Stretch(start_ms, *(found.get(place) or (0, 0, None))) for place, start_ms in enumerate(bounds_ms[:-1])]


def checks_table(path: Path) -> pa.Table:
    """All checks in CHECK_SCHEMA; `path` is the registry's database, which may be in use and may be missing."""
    if not path.exists():
        return CHECK_SCHEMA.empty_table()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        known = connection.execute("select 1 from sqlite_master where type = 'table' and name = 'checks'").fetchone()
        rows = connection.execute(_ROWS).fetchall() if known else []
    columns = [list(values) for values in zip(*rows, strict=True)] or [[] for _ in CHECK_SCHEMA]
    columns[2] = [bool(value) for value in columns[2]]  # SQLite has no booleans
    arrays = [pa.array(values, field.type) for values, field in zip(columns, CHECK_SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=CHECK_SCHEMA)
