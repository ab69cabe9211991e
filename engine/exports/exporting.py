"""One site's rows of some days, streamed out of DuckDB into a file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa

from engine.exports.formats import CsvRows, JsonRows, ParquetRows, RowWriter
from engine.exports.rows import COLUMNS
from engine.exports.visits import visits_with_hits
from engine.statements import Statements
from engine.views import create_views

BATCH_ROWS = 65_536

_NESTED = {
    "pages": "pages",
    "hits": "list_transform(hits, lambda hit: json_merge_patch('{}', to_json(hit)))",
}
"""Columns of lists, and as JSON: what a hit does not have is left out."""


class ExportFormat(StrEnum):
    PARQUET = "parquet"
    CSV = "csv"
    NDJSON = "ndjson"


WRITERS: dict[ExportFormat, Callable[[IO[bytes], pa.Schema], RowWriter]] = {
    ExportFormat.PARQUET: ParquetRows,
    ExportFormat.CSV: CsvRows,
    ExportFormat.NDJSON: JsonRows,
}


@dataclass(frozen=True, slots=True)
class Export:
    """Days `first` to `last`, both included, of the relation `rows` (one of COLUMNS)."""

    rows: str
    site_id: int
    first: date
    last: date
    format: ExportFormat


def write_export(
    root: Path,
    statements: Statements,
    export: Export,
    file: IO[bytes],
    progress: Callable[[int], None],
) -> int:
    """How many rows were written; `progress` is told so far. Memory is bounded, however many there are.

    Rows come day by day as they are filed. Raises duckdb.IOException where a server has just replaced a file.
    """
    with duckdb.connect(":memory:") as connection:
        connection.execute("set TimeZone = 'UTC'")
        create_views(connection, root, statements)
        rows = 0
        with ExitStack() as stack:
            writer: RowWriter | None = None
            for reader in _readers(connection, statements, export):
                writer = writer or stack.enter_context(WRITERS[export.format](file, reader.schema))
                for batch in reader:
                    writer.write(batch)
                    rows += batch.num_rows
                    progress(rows)
    return rows


def _readers(
    connection: duckdb.DuckDBPyConnection, statements: Statements, export: Export
) -> Iterator[pa.RecordBatchReader]:
    columns = ", ".join(_column(name, export.format) for name in COLUMNS[export.rows])
    days = {"first": export.first, "last": export.last}
    if export.rows == "visits":
        for table in visits_with_hits(connection, statements, export.site_id, **days):
            connection.register("_gathered", table)
            yield connection.sql(_lines(f"select {columns} from _gathered", export.format)).to_arrow_reader(BATCH_ROWS)
    else:
        text = _lines(statements.text("export", columns=columns, relation=export.rows), export.format)
        yield connection.sql(text, params={"site_id": export.site_id, **days}).to_arrow_reader(BATCH_ROWS)


def _lines(text: str, form: ExportFormat) -> str:
    return f"select to_json(row)::varchar as row from ({text}) row" if form is ExportFormat.NDJSON else text


def _column(name: str, form: ExportFormat) -> str:
    nested = _NESTED.get(name)
    if nested is None or form is ExportFormat.PARQUET:
        return name
    return f"to_json({nested})::varchar as {name}" if form is ExportFormat.CSV else f"{nested} as {name}"
