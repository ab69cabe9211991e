"""Visits with their hits, as they are exported."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from engine.exports.rows import VISIT_HIT
from engine.statements import Statements
from schemas.visits import VISIT_SCHEMA

HITS_AT_A_TIME = 100_000
"""Or all of a day that has more."""


def visits_with_hits(
    connection: duckdb.DuckDBPyConnection, statements: Statements, site_id: int, first: date, last: date
) -> Iterator[pa.Table]:
    """Tables of VISIT_SCHEMA's columns and `hits`, some days each and in their order; at least one.

    From the views `hits` and `visits`, which may change between two of them.
    """
    for since, until in _ranges(connection, site_id, first, last):
        values = {"site_id": site_id, "first": since, "last": until}
        columns = ", ".join(VISIT_SCHEMA.names)
        visits = connection.sql(statements.text("export", columns=columns, relation="visits"), params=values)
        table = visits.order("day, started_at, visit_id").to_arrow_table()
        hits = connection.sql(statements.text("hits_of_visits"), params=values).to_arrow_table()
        yield _joined(table, hits)


def _joined(visits: pa.Table, hits: pa.Table) -> pa.Table:
    """Both in the order of visits. A list in DuckDB, gathered in its order, takes five times as long."""
    runs = pc.run_end_encode(hits["visit_id"].combine_chunks())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), runs.run_ends])
    columns = [hits[field.name].combine_chunks() for field in VISIT_HIT]
    fields = pa.StructArray.from_arrays(columns, fields=list(VISIT_HIT))
    seen = visits.filter(pc.is_in(visits["visit_id"], runs.values))
    return seen.append_column("hits", pa.ListArray.from_arrays(offsets, fields))


def _ranges(
    connection: duckdb.DuckDBPyConnection, site_id: int, first: date, last: date
) -> Iterator[tuple[date, date]]:
    """First and last days."""
    where = "site_id = $site_id and day between $first and $last"
    values = {"site_id": site_id, "first": first, "last": last}
    text = f"select day, count(*) from hits where {where} group by day order by day"
    total = 0
    for day, hits in connection.sql(text, params=values).fetchall():
        if total and total + hits > HITS_AT_A_TIME:
            yield first, day - timedelta(days=1)
            first, total = day, 0
        total += hits
    yield first, last
