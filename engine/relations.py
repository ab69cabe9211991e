"""Tables without rows, for statements that name them. Registering Arrow tables would load 41 MB of libraries."""

import duckdb
import pyarrow as pa

_INSTANT = "timestamp with time zone"

_TYPES: dict[pa.DataType, str] = {
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.int8(): "tinyint",
    pa.uint64(): "ubigint",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("ms", "UTC"): _INSTANT,
    pa.timestamp("us", "UTC"): _INSTANT,
    pa.string(): "varchar",
}


def duck_type(kind: pa.DataType) -> str:
    """What DuckDB calls a type of our schemas."""
    if pa.types.is_list(kind):
        return f"{duck_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return f"struct({', '.join(f'{field.name} {duck_type(field.type)}' for field in kind.fields)})"
    return _TYPES[kind]


def make_empty_table(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
    """A temporary table of the schema."""
    columns = ", ".join(f"{field.name} {duck_type(field.type)}" for field in schema)
    connection.execute(f"create temp table {name} ({columns})")
