"""Columns as codes into their distinct values, so that work is done once for each value and not once for each row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as int32 indices into `values`; without `codes`, every row has the only value.

    None is a value like any other, so nothing special befalls nulls.
    """

    codes: pa.Array | None
    values: Sequence[Any]
    has_spare: bool = False
    """There may be values that no row has any more."""

    def filter(self, keep: pa.Array) -> "Coded":
        return self if self.codes is None else Coded(self.codes.filter(keep), self.values, has_spare=True)

    def without_spare(self) -> "Coded":
        if not self.has_spare or self.codes is None:
            return self
        left = encode(self.codes)
        return Coded(left.codes, [self.values[code] for code in left.values])

    def array(self, kind: pa.DataType, length: int) -> pa.Array:
        """The plain column of so many rows."""
        if self.codes is None:
            return pa.repeat(pa.scalar(self.values[0], kind), length)
        return pa.array(self.values, kind).take(self.codes)


def encode(array: pa.Array) -> Coded:
    encoded = array.dictionary_encode("encode")
    values = encoded.dictionary.to_pylist()
    return Coded(None if len(values) == 1 else encoded.indices, values)


def encode_values(values: Sequence[Any]) -> Coded:
    """The same for plain values that can be hashed."""
    places: dict[Any, int] = {}
    codes = [places.setdefault(value, len(places)) for value in values]
    return Coded(None if len(places) == 1 else pa.array(codes, pa.int32()), list(places))


def distinct(values: Sequence[Any], codes: pa.Array | None) -> Coded:
    """The column that has `values[code]` in the row of each code, equal values made one."""
    found = encode_values(values)
    if codes is None or found.codes is None:
        return Coded(None, found.values)
    return Coded(codes if len(found.values) == len(values) else found.codes.take(codes), found.values)


def combinations(columns: Iterable[Coded]) -> Coded:
    """The distinct tuples of values that stand side by side in `columns`, which have rows."""
    found: Coded | None = None
    for column in (column.without_spare() for column in columns):
        found = Coded(column.codes, [(value,) for value in column.values]) if found is None else _paired(found, column)
    return found or Coded(None, [()])


def _paired(left: Coded, right: Coded) -> Coded:
    if right.codes is None:
        return Coded(left.codes, [(*values, right.values[0]) for values in left.values])
    if left.codes is None:
        return Coded(right.codes, [(*left.values[0], value) for value in right.values])
    width = len(right.values)
    # Both factors are below 2^31, the number of rows, so the product fits.
    keys = pc.add(pc.multiply(left.codes.cast(pa.int64()), width), right.codes)
    pairs = encode(keys)
    values = [(*left.values[key // width], right.values[key % width]) for key in pairs.values]
    return Coded(pairs.codes, values)
