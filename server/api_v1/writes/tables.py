"""Rows that come as columns: the rules look at each distinct value once, and errors are told of each row."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from engine.ingest.coded import Coded, encode
from schemas.errors import BadInputError
from schemas.sites import Site
from server.api_v1.writes.columns import FIELD_NAMES, Part
from server.api_v1.writes.reading import Reading, note_ids
from server.api_v1.writes.rows import CLOCK_SKEW_MS, Kind
from server.api_v1.writes.rules import Rule, shown

_FUTURE = "created_at is {}, which is in the future; it must not be later than now"


def read_table(table: pa.Table, kind: Kind, site: Site, now_ms: int) -> Reading | str:
    """What can be stored and what is wrong with the other rows; or what is wrong with the table as a whole.

    All rows at once: in two halves, what is distinct is looked at twice, which takes an eighth more.
    """
    names = [name for name in table.column_names if name in kind.rules]
    table = table.select(names) if len(set(names)) == len(names) else table
    trouble = _trouble(table, names, kind)
    if trouble is not None:
        return trouble
    reading = Reading(_Texts(table))
    if table.num_rows:
        part = _part(table, kind, now_ms, reading.errors)
        reading.parts.append(part)
        note_ids(part, site, reading)
    return reading


def _trouble(table: pa.Table, names: Sequence[str], kind: Kind) -> str | None:
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        return f"the column {twice[0]} is there {names.count(twice[0])} times"
    if table.num_rows and kind.required not in names:
        return f"the column {kind.required} is missing; it must hold {kind.rules[kind.required].allowed}"
    for name in names:
        type_ = table.schema.field(name).type
        if not _is_readable(name, type_, kind.rules[name]):
            return f"the column {name} is of type {type_}; it must hold {kind.rules[name].allowed}"
    return None


def _is_readable(name: str, type_: pa.DataType, rule: Rule[Any]) -> bool:
    if pa.types.is_dictionary(type_):
        return _is_text(type_.value_type)
    numbers = (
        (int in rule.plain and pa.types.is_integer(type_))
        or (float in rule.plain and pa.types.is_floating(type_))
        or (bool in rule.plain and pa.types.is_boolean(type_))
    )
    return _is_text(type_) or numbers or (name == "created_at" and pa.types.is_timestamp(type_))


def _is_text(type_: pa.DataType) -> bool:
    types = pa.types
    return any(
        is_type(type_) for is_type in (types.is_string, types.is_large_string, types.is_string_view, types.is_null)
    )


class _Texts(Sequence[bytes]):
    """Each row as JSON, for telling whether the same is sent again under a name. Made once one is asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._texts: list[bytes] | None = None

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __getitem__(self, place: Any) -> Any:
        if self._texts is None:
            # An instant of nanoseconds, or of another age, is none of Python's.
            plain = [
                column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column
                for column in self._table.columns
            ]
            rows = pa.table(plain, names=self._table.column_names).to_pylist()
            self._texts = [msgspec.json.encode(row) for row in rows]
        return self._texts[place]


class _Errors:
    """By row; of a row in the order of its columns."""

    def __init__(self) -> None:
        self.of_rows: dict[int, list[str]] = {}

    def add(self, codes: pa.Array | None, texts: Mapping[int, str], rows: int) -> None:
        """`texts` by the code of the values that are wrong."""
        if not texts:
            return
        if codes is None:
            wrong = [(row, 0) for row in range(rows)]
        else:
            found = pc.indices_nonzero(pc.is_in(codes, pa.array(list(texts), codes.type)))
            wrong = list(zip(found.to_pylist(), codes.take(found).to_pylist(), strict=True))
        for row, code in wrong:
            self.of_rows.setdefault(row, []).append(texts[code])


def _part(table: pa.Table, kind: Kind, now_ms: int, told: dict[int, list[str]]) -> Part:
    """The rows without errors; the errors of the others are put into `told`."""
    rows, errors = table.num_rows, _Errors()
    columns: dict[str, Coded] = {}
    instants = pa.repeat(pa.scalar(now_ms, pa.int64()), rows)
    for name, rule in kind.rules.items():
        if name not in table.column_names:
            continue
        column = table.column(name)
        if name == "created_at":
            instants = _instants(column, rule, now_ms, errors)
            continue
        coded = _coded(column)
        columns[name] = Coded(coded.codes, _ruled(name, rule, coded, rows, errors, required=name == kind.required))
    places: Sequence[int] = range(rows)
    if errors.of_rows:
        keep = pa.array([row not in errors.of_rows for row in range(rows)], pa.bool_())
        columns = {name: column.filter(keep) for name, column in columns.items()}
        instants = instants.filter(keep)
        told.update(errors.of_rows)
        places = [place for place in places if place not in told]
    ids = columns.pop("id", None)
    named = {FIELD_NAMES.get(name, name): column for name, column in columns.items() if any(column.values)}
    return Part(places, named, instants, None if ids is None else _plain(ids, len(places)))


def _coded(column: pa.ChunkedArray) -> Coded:
    if pa.types.is_null(column.type):
        return Coded(None, [None])
    if not pa.types.is_dictionary(column.type):
        return encode(column.combine_chunks())
    # Each chunk may have a dictionary of its own, with nulls in it and values that no row has.
    places: dict[str | None, int] = {}
    parts = []
    for chunk in column.chunks:
        values = [*chunk.dictionary.to_pylist(), None]
        codes = pa.array([places.setdefault(value, len(places)) for value in values], pa.int32())
        parts.append(codes.take(chunk.indices.cast(pa.int64()).fill_null(len(values) - 1)))
    return Coded(pa.concat_arrays(parts), list(places), has_spare=True).without_spare()


def _ruled(name: str, rule: Rule[Any], coded: Coded, rows: int, errors: _Errors, *, required: bool) -> Sequence[Any]:
    if rule.read is str and _are_plain(coded.values, rule.longest):
        return coded.values
    values: list[Any] = []
    texts: dict[int, str] = {}
    for code, value in enumerate(coded.values):
        try:
            values.append(rule.find(name, value))
        except BadInputError as error:
            values.append(None)
            texts[code] = str(error)
        else:
            if required and values[-1] is None:
                texts[code] = f"{name} is required; it must be {rule.allowed}"
    errors.add(coded.codes, texts, rows)
    return values


def _are_plain(values: Sequence[object], longest: int) -> bool:
    """Whether the rules would give the same texts. They take three times as long to say so."""
    if not values or set(map(type, values)) != {str}:
        return False
    texts: Sequence[str] = values  # type: ignore[assignment]
    lengths = set(map(len, texts))
    return min(lengths) > 0 and max(lengths) <= longest and list(map(str.strip, texts)) == list(texts)


def _instants(column: pa.ChunkedArray, rule: Rule[Any], now_ms: int, errors: _Errors) -> pa.Array:
    """Epoch milliseconds; those of rows with errors are of no meaning."""
    array = column.combine_chunks()
    if pa.types.is_timestamp(array.type):
        instants, shown_as = _milliseconds(array), array.cast(pa.timestamp(array.type.unit))
    else:
        coded = _coded(column)
        values = _ruled("created_at", rule, coded, len(array), errors, required=False)
        instants, shown_as = Coded(coded.codes, values).array(pa.int64(), len(array)), array
    instants = instants.fill_null(now_ms)
    for row in pc.indices_nonzero(pc.greater(instants, now_ms + CLOCK_SKEW_MS)).to_pylist():
        errors.of_rows.setdefault(row, []).append(_FUTURE.format(_shown(shown_as, row)))
    for row in pc.indices_nonzero(pc.less(instants, 0)).to_pylist():
        text = f"created_at is {_shown(shown_as, row)}; it must be {rule.allowed}"
        errors.of_rows.setdefault(row, []).append(text)
    return pc.if_else(pc.greater(instants, now_ms), now_ms, instants)


def _milliseconds(instants: pa.Array) -> pa.Array:
    """Since 1970; what is far away is as far as seconds can be told in milliseconds."""
    numbers = instants.cast(pa.int64())
    if instants.type.unit != "s":
        return pc.divide(numbers, {"ms": 1, "us": 1000, "ns": 1_000_000}[instants.type.unit])
    nulls = pc.is_null(numbers)
    bounded = pc.min_element_wise(pc.max_element_wise(numbers, -1), 2**40)
    return pc.if_else(nulls, pa.scalar(None, pa.int64()), pc.multiply(bounded, 1000))


def _shown(instants: pa.Array, row: int) -> str:
    one = instants.slice(row, 1)
    try:
        return shown(one.cast(pa.string())[0].as_py())
    except pa.ArrowInvalid:
        return str(one.cast(pa.int64())[0].as_py())


def _plain(ids: Coded, rows: int) -> list[str | None] | None:
    return ids.array(pa.string(), rows).to_pylist() if any(ids.values) else None
