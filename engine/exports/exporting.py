"""One site's rows of some days, streamed out of DuckDB into a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa

from engine.exports.formats import CsvRows, JsonRows, ParquetRows, RowWriter
from engine.exports.rows import COLUMNS
from engine.statements import Statements
from engine.views import create_views

BATCH_ROWS = 65_536


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
        values = {"site_id": export.site_id, "first": export.first, "last": export.last}
        reader = connection.sql(_text(statements, export), params=values).to_arrow_reader(BATCH_ROWS)
        rows = 0
        with WRITERS[export.format](file, reader.schema) as writer:
            for batch in reader:
                writer.write(batch)
                rows += batch.num_rows
                progress(rows)
    return rows


def _text(statements: Statements, export: Export) -> str:
    columns = [_column(name, export.format) for name in COLUMNS[export.rows]]
    text = statements.text("export", columns=", ".join(columns), relation=export.rows)
    if export.format is ExportFormat.NDJSON:
        return f"select to_json(row)::varchar as row from ({text}) row"
    return text


def _column(name: str, form: ExportFormat) -> str:
    return f"to_json({name})::varchar as {name}" if name == "pages" and form is ExportFormat.CSV else name
