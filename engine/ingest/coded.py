"""Columns as codes into their distinct values, so that work is done once for each value and not once for each row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
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
    found = Coded(None, [()])
    all_columns = [column.without_spare() for column in columns]
    for column in all_columns:
        if column.codes is not None:
            found = _paired(found, column) if found.codes is not None else Coded(column.codes, list(zip(column.values)))
    # Those with one value for all rows come last, and all at once: they are most.
    varying = iter(zip(*found.values, strict=True))
    parts = [repeat(column.values[0]) if column.codes is None else next(varying) for column in all_columns]
    if found.codes is None:
        return Coded(None, [tuple(column.values[0] for column in all_columns)])
    return Coded(found.codes, list(zip(*parts, strict=False)))  # those that repeat have no end


def _paired(left: Coded, right: Coded) -> Coded:
    assert left.codes is not None
    assert right.codes is not None
    width = len(right.values)
    # Both factors are below 2^31, the number of rows, so the product fits.
    keys = pc.add(pc.multiply(left.codes.cast(pa.int64()), width), right.codes)
    pairs = encode(keys)
    values = [(*left.values[key // width], right.values[key % width]) for key in pairs.values]
    return Coded(pairs.codes, values)
