"""Rows of the registry as the structs that everybody else sees."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, Row, Table

S = TypeVar("S", bound=msgspec.Struct)


def columns(table: Table, kind: type[msgspec.Struct]) -> list[Column[Any]]:
    """The columns of a table that a struct shows, in the order of its fields."""
    return [table.c[name] for name in kind.__struct_fields__]


def record(kind: type[S], row: Row[Any] | Sequence[Any]) -> S:
    """`row` has the values of `columns`."""
    return msgspec.convert(dict(zip(kind.__struct_fields__, row, strict=True)), kind)
