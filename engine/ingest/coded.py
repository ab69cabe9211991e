"""Columns as codes into their distinct values, so that work is done once for each value and not once for each row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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


class Combinations(NamedTuple):
    """The distinct tuples of values that stand side by side, column by column; without `codes` there is only one."""

    codes: pa.Array | None
    columns: Sequence[Sequence[Any]]

    @property
    def rows(self) -> Iterable[tuple[Any, ...]]:
        return zip(*self.columns, strict=True) if self.columns else [()]


def combinations(columns: Iterable[Coded]) -> Combinations:
    """Of columns that have rows. A tuple for each is made only where rows are asked for: many take most of the time."""
    all_columns = [column.without_spare() for column in columns]
    varying = [(column.codes, column.values) for column in all_columns if column.codes is not None]
    if not varying:
        return Combinations(None, [column.values[:1] for column in all_columns])
    codes, first = varying[0]
    parts, picks = [first], [pa.arange(0, len(first))]
    for other, values in varying[1:]:
        width = len(values)
        # Both factors are below 2^31, the number of rows, so the product fits.
        pairs = pc.add(pc.multiply(codes.cast(pa.int64()), width), other).dictionary_encode()
        codes, left = pairs.indices, pc.divide(pairs.dictionary, width)
        picks = [*(pick.take(left) for pick in picks), pc.subtract(pairs.dictionary, pc.multiply(left, width))]
        parts.append(values)
    picked = iter(parts if len(parts) == 1 else map(_picked, parts, picks))
    count = len(picks[0])
    return Combinations(codes, [[c.values[0]] * count if c.codes is None else next(picked) for c in all_columns])


def _picked(values: Sequence[Any], places: pa.Array) -> Sequence[Any]:
    return [values[place] for place in places.to_pylist()]
