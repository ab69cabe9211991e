"""Reports as files: the metrics of each day, by the values of a dimension or in total."""

from typing import IO

import duckdb
import pyarrow as pa

from engine.exports.exporting import WRITERS, ExportFormat
from engine.exports.rows import DAYS
from engine.reports.sources import Sources
from schemas.questions import Days
from schemas.sites import Site


def write_report(sources: Sources, site: Site, days: Days, name: str, form: ExportFormat, file: IO[bytes]) -> int:
    """How many rows were written. Days that go on are among them. Raises what Sources do."""
    dimension = "total" if name == DAYS else name
    by_value = {"by": f"day, value as {name}", "order": f"day, pageviews desc, events desc, {name}"}
    slots = {"by": "day", "order": "day"} if name == DAYS else by_value
    table = sources.ask(lambda moment: moment.table("exported_report", moment.rollups(site, days, [dimension]), slots))
    with WRITERS[form](file, table.schema if form is not ExportFormat.NDJSON else _LINES) as writer:
        for batch in (_as_lines(table) if form is ExportFormat.NDJSON else table).to_batches():
            writer.write(batch)
    return int(table.num_rows)


_LINES = pa.schema([("row", pa.string())])


def _as_lines(table: pa.Table) -> pa.Table:
    with duckdb.connect(":memory:") as connection:
        connection.register("report", table)
        return connection.sql("select to_json(report)::varchar as row from report").to_arrow_table().cast(_LINES)
