"""A rollup: the metrics of one site and day by one dimension. Derived from hits alone, or counted by another system."""

import pyarrow as pa

from schemas.hits import Column
from schemas.metrics import METRICS

ROLLUP_COLUMNS: tuple[Column, ...] = (
    Column("day", pa.date32(), False, "the date in the site's time zone"),
    Column("dimension", pa.string(), False, "a name of `schemas/dimensions.py`"),
    Column("value", pa.string(), True, "the dimension's value; empty for total, null for none or unknown"),
    *(Column(metric.name, pa.int64(), False, metric.means) for metric in METRICS),
)

ROLLUP_SCHEMA: pa.Schema = pa.schema([pa.field(c.name, c.type, c.nullable) for c in ROLLUP_COLUMNS])

IMPORTED_COLUMNS: tuple[Column, ...] = (
    *ROLLUP_COLUMNS,
    Column("origin", pa.string(), False, "the system that counted it, such as plausible"),
)

IMPORTED_SCHEMA: pa.Schema = pa.schema([pa.field(c.name, c.type, c.nullable) for c in IMPORTED_COLUMNS])
"""A rollup that another system counted. It is shown for days without hits of our own."""
