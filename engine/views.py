"""DATA as DuckDB views for somebody who queries it beside the server: hits, visits, rollups, imported and checks."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import dataset

from engine.statements import Statements
from engine.storage.closed import ClosedDays, read_closed_days
from engine.storage.frames import read_journal
from engine.storage.imported import imported_files, imported_sites
from engine.storage.layout import Layout, month_end, month_start
from engine.uptime.history import CHECK_SCHEMA, checks_table
from schemas.hits import HIT_SCHEMA
from schemas.rollups import IMPORTED_SCHEMA, ROLLUP_SCHEMA
from schemas.visits import VISIT_SCHEMA

_ALWAYS = date(1, 1, 1), date(9999, 12, 1)
_LEAN = dataset.ParquetFileFormat(
    default_fragment_scan_options=dataset.ParquetFragmentScanOptions(use_buffered_stream=True, pre_buffer=False)
)
"""Whole row groups are not held before they are decoded."""

_FOLDERS = pa.schema([("site_id", pa.int32()), ("month", pa.string())])

Scan = Callable[[duckdb.DuckDBPyConnection, str, pa.Schema, Sequence[str]], str]
"""Gives the SQL of a relation over Parquet files; it may register things under names that begin with the view's."""


def scan_by_duckdb(_: duckdb.DuckDBPyConnection, name: str, __: pa.Schema, paths: Sequence[str]) -> str:
    hive = "false" if name == "_recent" else "true, hive_types = {'site_id': integer}"
    return f"read_parquet({list(paths)!r}, hive_partitioning = {hive})"


def scan_by_arrow(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, paths: Sequence[str]) -> str:
    """For a DuckDB that may touch no file: Arrow reads them, and knows no way to write one."""
    source = f"{name}_files"
    partitioning = None if name == "_recent" else dataset.partitioning(_FOLDERS, flavor="hive")
    connection.register(source, dataset.dataset(list(paths), schema, format=_LEAN, partitioning=partitioning))
    return source


def create_views(
    connection: duckdb.DuckDBPyConnection, root: Path, statements: Statements, scan: Scan = scan_by_duckdb
) -> None:
    """Makes the views over what DATA holds now, superseded rows left out. `scan` is how files are read.

    Reads nothing but names and the journal; changes nothing. Files may be replaced while a query runs: then DuckDB
    raises IOException, and the views are to be made again. `visits` has the visits of open days too; `rollups` has
    closed days only. Derived files that are missing, as where a deleted site's are being removed, are left out.
    """
    layout = Layout(root)
    # In this order a segment that moves on meanwhile is seen at least once, and by its name only once.
    journal = _journal_batches(layout)
    recent = {path.stem: path for path in sorted(layout.recent.glob("*.parquet"))}
    closed = read_closed_days(layout)
    hot = [batch for name, batches in journal.items() if name not in recent for batch in batches]
    connection.register("_hot", pa.Table.from_batches(hot, HIT_SCHEMA))
    connection.register("_closed_days", _closed_days(closed))
    connection.register("_closed_months", _closed_months(closed))
    for name, schema in (("hits", HIT_SCHEMA), ("visits", VISIT_SCHEMA)):
        files = [file for site_id in closed.sites for file in _filed(layout, closed, name, site_id)]
        _view(connection, f"_closed_{name}", schema, files, scan)
    _view(connection, "_recent", HIT_SCHEMA, [str(path) for path in recent.values()], scan)
    rollups = [file for site_id in closed.sites for file in closed.rollup_files(layout, site_id, *_ALWAYS)]
    rollups = list(filter(os.path.exists, rollups))
    schema = pa.schema([pa.field("site_id", pa.int32()), *ROLLUP_SCHEMA])
    _view(connection, "_rollups", schema, rollups, scan)
    imported = [file for site_id in imported_sites(layout) for file in imported_files(layout, site_id, *_ALWAYS)]
    _view(connection, "_imported", pa.schema([schema.field("site_id"), *IMPORTED_SCHEMA]), imported, scan)
    names = {"hit_columns": ", ".join(HIT_SCHEMA.names), "visit_columns": ", ".join(VISIT_SCHEMA.names)}
    names["rollup_columns"] = ", ".join(schema.names)
    names["imported_columns"] = ", ".join(["site_id", *IMPORTED_SCHEMA.names])
    for view in ("view_open_hits", "view_hits", "view_visits", "view_rollups", "view_imported"):
        connection.execute(statements.text(view, **names))


def _filed(layout: Layout, closed: ClosedDays, layer: str, site_id: int) -> Iterator[str]:
    """A month's files, in the other form where packing has come to `hits/` and not yet to this layer."""
    for name, month in closed.months(site_id, *_ALWAYS):
        files = closed.files(layout, layer, site_id, month_start(name), month_end(name))
        if layer != "hits" and not all(map(os.path.exists, files)):
            packed = layout.packed_file(layer, site_id, name)
            days = sorted(packed.parent.glob("????-??-??.parquet")) if month.packed else [packed]
            files = [str(path) for path in days if path.exists()] or list(filter(os.path.exists, files))
        yield from files


def create_checks(connection: duckdb.DuckDBPyConnection, root: Path, query: str) -> None:
    """The view `checks`. They lie in SQLite and are read now, all of them: only if the text of `query` names them."""
    table = checks_table(Layout(root).database) if "checks" in query.lower() else CHECK_SCHEMA.empty_table()
    connection.register("checks", table)


def _journal_batches(layout: Layout) -> dict[str, tuple[pa.RecordBatch, ...]]:
    batches = {}
    for path in sorted(layout.journal.glob("*.wal")):
        try:
            batches[path.stem] = read_journal(path.read_bytes()).batches
        except FileNotFoundError:
            continue  # flushed since the folder was listed: it is among the recent ones
    return batches


def _view(
    connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, paths: Sequence[str], scan: Scan
) -> None:
    if paths:
        source = scan(connection, name, schema, paths)
    else:
        source = f"{name}_nothing"
        connection.register(source, schema.empty_table())
    connection.execute(f"create or replace temp view {name} as select {', '.join(schema.names)} from {source}")


def _closed_days(closed: ClosedDays) -> pa.Table:
    pairs = [
        (site_id, day) for site_id, months in closed.sites.items() for month in months.values() for day in month.days
    ]
    return _table(pairs, [("site_id", pa.int32()), ("day", pa.date32())])


def _closed_months(closed: ClosedDays) -> pa.Table:
    pairs = [
        (site_id, name) for site_id, months in closed.sites.items() for name, month in months.items() if month.packed
    ]
    return _table(pairs, [("site_id", pa.int32()), ("month", pa.string())])


def _table(rows: list[tuple[int, date]] | list[tuple[int, str]], fields: list[tuple[str, pa.DataType]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [[], []]
    arrays = [pa.array(values, kind) for values, (_, kind) in zip(columns, fields, strict=True)]
    return pa.Table.from_arrays(arrays, names=[name for name, _ in fields])
