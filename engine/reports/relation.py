"""A part of a statement, with all that it needs."""

from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Relation:
    """A SQL text for a slot, with the parameters and the tables in memory that it needs."""

    slot: str
    sql: str
    values: dict[str, object] = field(default_factory=dict)
    tables: dict[str, pa.Table] = field(default_factory=dict)
