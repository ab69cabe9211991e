"""Answers as tables, for programs that read CSV or Arrow.

The rows are those of the answer's list. One with several lists has them one below another, after a row `totals` of what
stands beside them, and says in the column `list` which one a row is of; one without lists is a single row. A struct in
a row is spread over columns of its own, named with a dot.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import msgspec.inspect as kinds
import pyarrow as pa

Row = Mapping[str, Any]
Columns = Mapping[str, kinds.Type]

TOTALS = "totals"
_WHICH = "list"


def csv_of(answer: msgspec.Struct) -> bytes:
    """In UTF-8, with a head line. What is not known is empty, a list is its JSON, the rest is as in JSON."""
    columns, rows = _table(answer)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # as RFC 4180 has it
    writer.writerow(columns)
    writer.writerows([[_cell(row.get(name)) for name in columns] for row in rows])
    return text.getvalue().encode()


def arrow_of(answer: msgspec.Struct) -> bytes:
    """A stream of one batch; instants are timestamps in UTC, whole numbers are of 64 bits."""
    columns, rows = _table(answer)
    types = {name: _arrow_type(kind) for name, kind in columns.items()}
    arrays = [pa.array([_value(kind, row.get(name)) for row in rows], types[name]) for name, kind in columns.items()]
    table = pa.table(arrays, schema=pa.schema(list(types.items())))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def _table(answer: msgspec.Struct) -> tuple[Columns, Sequence[Row]]:
    columns = _columns(type(answer))
    lists = {name: row_type for name, kind in columns.items() if "." not in name and (row_type := _row_type(kind))}
    content: dict[str, Any] = msgspec.to_builtins(answer)
    if len(lists) == 1:
        ((name, row_type),) = lists.items()
        rows = [_spread(row) for row in content[name]]
        return _present(_columns(row_type), rows), rows
    single = {name: kind for name, kind in columns.items() if name not in lists}
    flat = _spread(content)
    totals = {name: flat.get(name) for name in single}
    if not lists:
        return single, [totals]
    of_lists = {name: kind for row_type in lists.values() for name, kind in _columns(row_type).items()}
    below = [{_WHICH: name, **_spread(row)} for name in lists for row in content[name]]
    return {_WHICH: kinds.StrType(), **single, **of_lists}, [{_WHICH: TOTALS, **totals}, *below]


def _columns(struct: type[msgspec.Struct]) -> dict[str, kinds.Type]:
    """Those of structs inside in their place."""
    found = kinds.type_info(struct)
    assert isinstance(found, kinds.StructType)
    columns: dict[str, kinds.Type] = {}
    for field in found.fields:
        kind = _known(field.type)
        if isinstance(kind, kinds.StructType):
            columns |= {f"{field.encode_name}.{name}": inner for name, inner in _columns(kind.cls).items()}
        else:
            columns[field.encode_name] = kind
    return columns


def _spread(row: Row) -> dict[str, Any]:
    return dict(_spread_pairs(row))


def _spread_pairs(row: Row) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", of_inner) for inner, of_inner in _spread_pairs(value))
        else:
            yield name, value


def _present(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Without those that no row has: what an answer has only where it was asked for."""
    return {name: kind for name, kind in columns.items() if not rows or any(name in row for row in rows)}


def _known(kind: kinds.Type) -> kinds.Type:
    """Without null, and without what may be left out."""
    if isinstance(kind, kinds.UnionType):
        (kind,) = (one for one in kind.types if not isinstance(one, kinds.NoneType))
    return kind


def _row_type(kind: kinds.Type) -> type[msgspec.Struct] | None:
    """Of a list of structs."""
    if isinstance(kind, kinds.ListType) and isinstance(kind.item_type, kinds.StructType):
        return kind.item_type.cls
    return None


def _is_instant(kind: kinds.Type) -> bool:
    if isinstance(kind, kinds.Metadata):
        return (kind.extra_json_schema or {}).get("format") == "date-time"
    return isinstance(kind, kinds.DateTimeType)


def _arrow_type(kind: kinds.Type) -> pa.DataType:
    kind = _known(kind)
    if _is_instant(kind):
        return pa.timestamp("ms", "UTC")
    if isinstance(kind, kinds.Metadata):
        return _arrow_type(kind.type)
    if isinstance(kind, kinds.ListType):
        return pa.list_(_arrow_type(kind.item_type))
    if isinstance(kind, kinds.StructType):
        return pa.struct([(name, _arrow_type(inner)) for name, inner in _columns(kind.cls).items()])
    return _SIMPLE.get(type(kind), pa.string())


_SIMPLE: Mapping[type[kinds.Type], pa.DataType] = {
    kinds.IntType: pa.int64(),
    kinds.FloatType: pa.float64(),
    kinds.BoolType: pa.bool_(),
    kinds.DateType: pa.date32(),
}


def _value(kind: kinds.Type, value: Any) -> Any:
    """As pyarrow takes it, from what stands in JSON."""
    kind = _known(kind)
    if value is None:
        return None
    if _is_instant(kind):
        return datetime.fromisoformat(value)
    if isinstance(kind, kinds.DateType):
        return datetime.fromisoformat(value).date()
    if isinstance(kind, kinds.ListType):
        return [_value(kind.item_type, item) for item in value]
    if isinstance(kind, kinds.StructType):
        inner, spread = _columns(kind.cls), _spread(value)
        return {name: _value(of_inner, spread.get(name)) for name, of_inner in inner.items()}
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, bool | list):
        return msgspec.json.encode(value).decode()
    return value
