"""From the hits of a group commit to the one Arrow record batch that goes to disk."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from schemas.hits import HIT_NAMES, HIT_SCHEMA

Row = tuple[Any, ...]
"""A hit in HIT_NAMES order, with hit_id 0."""


def build_batch(parts: Iterable[Sequence[Row] | pa.Table], first_hit_id: int) -> pa.RecordBatch:
    """One batch in HIT_SCHEMA of all parts in order, with hit ids counting from `first_hit_id`."""
    tables: list[pa.Table] = []
    rows: list[Row] = []
    for part in parts:
        if isinstance(part, pa.Table):
            tables += [_table_of_rows(rows), part] if rows else [part]
            rows = []
        else:
            rows += part
    if rows:
        tables.append(_table_of_rows(rows))
    table = pa.concat_tables(tables).combine_chunks()
    arrays = [column.chunk(0) if column.num_chunks else pa.array([], column.type) for column in table.columns[1:]]
    hit_ids = pa.arange(first_hit_id, first_hit_id + table.num_rows)
    return pa.RecordBatch.from_arrays([hit_ids, *arrays], schema=HIT_SCHEMA)


def _table_of_rows(rows: list[Row]) -> pa.Table:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, HIT_SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=HIT_SCHEMA)


assert HIT_NAMES[0] == "hit_id"
