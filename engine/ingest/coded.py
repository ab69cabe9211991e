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

    def filter(self, keep: pa.Array) -> "Coded":
        return self if self.codes is None else Coded(self.codes.filter(keep), self.values)

    def array(self, kind: pa.DataType, length: int) -> pa.Array:
        """The plain column of so many rows."""
        if self.codes is None:
            return pa.repeat(pa.scalar(self.values[0], kind), length)
        return pa.array(self.values, kind).take(self.codes)


def encode(array: pa.Array) -> Coded:
    encoded = array.dictionary_encode("encode")
    values = encoded.dictionary.to_pylist()
    return Coded(None if len(values) == 1 else encoded.indices, values)


def distinct(values: Sequence[Any], codes: pa.Array | None) -> Coded:
    """The column that has `values[code]` in the row of each code, equal values made one."""
    places: dict[Any, int] = {}
    place_of_code = [places.setdefault(value, len(places)) for value in values]
    if codes is None or len(places) == 1:
        return Coded(None, list(places))
    return Coded(pa.array(place_of_code, pa.int32()).take(codes), list(places))


def combinations(columns: Iterable[Coded]) -> Coded:
    """The distinct tuples of values that stand side by side in `columns`, which have rows."""
    found = Coded(None, [()])
    for column in columns:
        if column.codes is None:
            found = Coded(found.codes, [(*values, column.values[0]) for values in found.values])
            continue
        width, keys = len(column.values), column.codes
        if found.codes is not None:
            # Both factors are below 2^31, the number of rows, so the product fits.
            keys = pc.add(pc.multiply(found.codes.cast(pa.int64()), width), keys)
        pairs = encode(keys)
        values = [(*found.values[key // width], column.values[key % width]) for key in pairs.values]
        found = Coded(pairs.codes, values)
    return found
