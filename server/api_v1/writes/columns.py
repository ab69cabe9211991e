"""Rows as columns: what is done to a text is done once, however many rows have it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from engine.ingest.addresses import packed_address
from engine.ingest.coded import Coded, encode, encode_values
from server.api_v1.writes.rows import Kind, Row
from server.api_v1.writes.rules import plain_text

FIELD_NAMES = {"ip_address": "address", "value": "event_value"}
"""Fields that are named otherwise here."""

_TEXTS = tuple(name for name in Row._fields if name not in ("created_at_ms", "id"))


@dataclass(frozen=True, slots=True)
class Part:
    """Rows without errors. `ids` are those that the rows were given, or none at all."""

    places: Sequence[int]
    """In the request, from 0."""
    columns: Mapping[str, Coded]
    """By their names in Arrival; of texts that some row has."""
    instants: pa.Array
    """Epoch milliseconds."""
    ids: Sequence[str | None] | None

    def filter(self, wanted: Sequence[bool]) -> "Part":
        keep = pa.array(wanted, pa.bool_())
        return Part(
            [place for place, is_wanted in zip(self.places, wanted, strict=True) if is_wanted],
            {name: column.filter(keep) for name, column in self.columns.items()},
            self.instants.filter(keep),
            None,
        )


def part_of_rows(places: Sequence[int], rows: Sequence[Row]) -> Part:
    values = dict(zip(Row._fields, zip(*rows, strict=True), strict=True))
    columns = {name: _coded(values[name]) for name in _TEXTS if any(values[name])}
    ids = values["id"] if any(values["id"]) else None
    return Part(places, columns, pa.array(values["created_at_ms"], pa.int64()), ids)


def quick_part(raws: Sequence[bytes | msgspec.Raw], first: int, kind: Kind, now_ms: int) -> Part | None:
    """None where the rules have to look at each row; `first` is the place of the first one."""
    try:
        sent = kind.decode_all(b"[%s]" % b",".join(raws))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if len(sent) != len(raws):
        return None
    columns_sent = zip(*map(msgspec.structs.astuple, sent), strict=True)
    values: dict[str, Sequence[Any]] = dict(zip(kind.fields, columns_sent, strict=True))
    ids = _identifiers(values.pop("id"))
    instants = _instants(values.pop("created_at"), now_ms)
    if instants is None:
        return None
    values["visitor_id"] = _identifiers(values["visitor_id"]) or ()
    if "value" in values:
        values["value"] = _texts_of(values["value"], plain_text) or ()
    columns = {FIELD_NAMES.get(name, name): _coded(column) for name, column in values.items() if any(column)}
    if not all(is_plain(value) for name, is_plain in _PLAIN.items() for value in _values(columns, name)):
        return None
    for name, pattern in kind.patterns.items():
        texts = columns[name].values if name in columns else set(values[name])
        if not all(text is None or pattern.search(text) for text in texts):
            return None
    return Part(range(first, first + len(raws)), columns, instants, ids)


def _instants(created_at: Sequence[Any], now_ms: int) -> pa.Array | None:
    """None where one lies in the future, or before all that is taken."""
    if not any(created_at):
        return pa.repeat(pa.scalar(now_ms, pa.int64()), len(created_at))
    micros = pa.array(created_at, pa.timestamp("us", "UTC")).cast(pa.int64()).fill_null(now_ms * 1000)
    bounds = pc.min_max(micros).as_py()
    return pc.divide(micros, 1000) if bounds["min"] >= 0 and bounds["max"] // 1000 <= now_ms else None


def _texts_of(values: Sequence[Any], text: Callable[[Any], str]) -> list[str | None] | None:
    """None where no row has one."""
    if not any(value is not None for value in values):
        return None
    return [None if value is None else text(value) for value in values]


def _identifiers(values: Sequence[Any]) -> Sequence[str | None] | None:
    """The same; where all are texts, in a fifth of the time."""
    return list(map(str.strip, values)) if set(map(type, values)) == {str} else _texts_of(values, _identifier)


def _identifier(value: object) -> str:
    return str(value).strip()


def _coded(values: Sequence[str | None]) -> Coded:
    """Arrow is quicker with many, and takes its time to begin."""
    return encode_values(values) if len(values) < _MANY else encode(pa.array(values, pa.string()))


_MANY = 50


def _values(columns: Mapping[str, Coded], name: str) -> Sequence[str | None]:
    return columns[name].values if name in columns else ()


def _is_plain_address(text: str | None) -> bool:
    return not text or packed_address(text) is not None


def _is_plain_url(text: str | None) -> bool:
    """The rules need not look whether its host can be read."""
    return not text or (text.isascii() and "[" not in text)


_PLAIN: Mapping[str, Callable[[str | None], bool]] = {"address": _is_plain_address, "url": _is_plain_url}
