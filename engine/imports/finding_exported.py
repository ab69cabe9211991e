"""Which files `hitlake export` wrote, and what they hold: both are told by the names of their columns."""

import csv
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from engine.exports.rows import COLUMNS, DAYS, REPORTS, VISIT_HIT
from engine.imports.exported import (
    STAMPED,
    ExportedCounts,
    ExportedHits,
    ExportedReport,
    ExportedRollups,
    ExportedVisits,
)
from engine.imports.long_visits import LONGEST_ROW, divide_csv, divide_ndjson, has_long_rows
from engine.relations import duck_type
from schemas.errors import BadInputError
from schemas.hits import HIT_SCHEMA
from schemas.rollups import IMPORTED_SCHEMA, ROLLUP_SCHEMA
from schemas.visits import VISIT_SCHEMA

_HEAD_BYTES = 1 << 16

_OF_REPORT = {name for name in ROLLUP_SCHEMA.names if name not in ("dimension", "value")}

_NEEDED = {
    "hits": {"hit_id", "created_at", "visitor", "path"},
    "visits": {"visit_id", "started_at", "visitor", "pages"},
    "rollups": {"dimension", "value", *_OF_REPORT},
}
"""By these columns an export is known, in this order; those that a file lacks besides are empty."""

_SCHEMAS = {"hits": HIT_SCHEMA, "visits": VISIT_SCHEMA.append(pa.field("hits", pa.list_(VISIT_HIT)))}
"""Of the others it is IMPORTED_SCHEMA."""

_HITS_JSON = orjson.dumps([{field.name: duck_type(field.type) for field in VISIT_HIT}]).decode()

_CSV = """header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false"""
"""As it is written. To find that out by looking takes DuckDB ten times as long as to read visits."""

_LONGEST_FIRST_LINE = 1 << 30
"""Bytes: of two million hits of one visit, at the least."""


def find_exported(path: Path) -> ExportedHits | ExportedCounts | None:
    """None for what is no such file. Raises BadInputError for Parquet with other columns."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if head.startswith(b"{") and b"\n" not in head:
            head += file.readline(_LONGEST_FIRST_LINE)
    if head.startswith(b"PAR1"):
        return _parquet(path)
    first = head.partition(b"\n")[0].decode("utf-8", "replace")
    heading, keys = _heading(first), _keys(first)
    if (rows := _rows_with(heading)) is not None:
        types = _types(rows, heading) | ({"pages": "varchar", "hits": "varchar"} if rows == "visits" else {})
        limits = f"max_line_size = {LONGEST_ROW}, buffer_size = {2 * LONGEST_ROW}"
        source = f"read_csv($path, {_CSV}, {limits}, columns = {_columns(types)})"
        return _exported(path, rows, source, heading, f"from_json(hits, '{_HITS_JSON}')", divide_csv)
    if (rows := _rows_with(keys)) is not None:
        types = _types(rows, [*_schema(rows).names, *keys])
        limits = f"maximum_object_size = {LONGEST_ROW}"
        source = f"read_json($path, format = 'newline_delimited', {limits}, columns = {_columns(types)})"
        return _exported(path, rows, source, keys, divide=divide_ndjson)
    return None


def _parquet(path: Path) -> ExportedHits | ExportedCounts:
    try:
        names = pq.read_schema(path).names
    except (OSError, pa.ArrowException) as error:
        raise BadInputError(f"{path}: is a Parquet file that cannot be read ({error})") from error
    rows = _rows_with(names)
    if rows is None:
        raise BadInputError(f"{path}: is a Parquet file that `hitlake export` did not write, by its columns")
    missing = [name for name in COLUMNS.get(rows, ()) if name not in names and name not in STAMPED]
    if missing:
        raise BadInputError(f"{path}: is a Parquet file of exported {rows}, but it lacks {', '.join(missing)}")
    return _exported(path, rows, "read_parquet($path, hive_partitioning = false)", names)


def _rows_with(names: Collection[str]) -> str | None:
    """What `hitlake export` calls them: a key of _NEEDED, or a name of REPORTS."""
    known = next((rows for rows, needed in _NEEDED.items() if needed <= set(names)), None)
    if known is not None or not set(names) >= _OF_REPORT:
        return known
    others = set(names) - _OF_REPORT
    return next((report for report in REPORTS if others == _dimension(report)), None)


def _dimension(report: str) -> set[str]:
    return set() if report == DAYS else {report}


def _exported(
    path: Path,
    rows: str,
    source: str,
    names: Collection[str],
    hits_of_visit: str = "hits",
    divide: Callable[[Path, Path], object] | None = None,
) -> ExportedHits | ExportedCounts:
    if rows == "hits":
        return ExportedHits(path, source)
    if rows == "visits":
        shorten = divide if divide is not None and has_long_rows(path) else None
        return ExportedVisits(path, source, hits_of_visit, shorten=shorten)
    if rows == "rollups":
        return ExportedRollups(path, source, "origin" in names)
    return ExportedReport(path, source, None if rows == DAYS else rows)


def _heading(line: str) -> list[str]:
    """Of a CSV file; nothing where the line is something else, such as the first bytes of a packed log."""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _keys(line: str) -> list[str]:
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError:
        return []
    return list(entry) if isinstance(entry, dict) else []


def _schema(rows: str) -> pa.Schema:
    if rows in REPORTS:
        return pa.schema([field for field in ROLLUP_SCHEMA if field.name in _OF_REPORT])
    return _SCHEMAS.get(rows, IMPORTED_SCHEMA)


def _types(rows: str, names: Sequence[str]) -> dict[str, str]:
    """All names of the file with their types, which DuckDB would guess otherwise; unknown ones are texts."""
    known = {field.name: duck_type(field.type) for field in _schema(rows)}
    return {name: known.get(name, "varchar") for name in names if name.isidentifier()}


def _columns(types: dict[str, str]) -> str:
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
