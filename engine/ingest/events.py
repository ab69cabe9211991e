"""What a custom event brings along."""

import math
from collections.abc import Iterator, Mapping

import orjson

from engine.ingest.texts import KEY_LENGTH, VALUE_LENGTH, clean_text

PROPERTY_COUNT = 30

_LONGEST_BITS = 1600

Value = str | int | float | bool | None


def props_text(props: Mapping[str, Value] | None) -> str | None:
    """A JSON object with sorted keys: the first 30 properties that have a name and a value; None if there is none."""
    if not props:
        return None
    kept: dict[str, Value] = {}
    for name, value in _properties(props):
        kept.setdefault(name, value)
        if len(kept) == PROPERTY_COUNT:
            break
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode() if kept else None


def _properties(props: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for key in sorted(props):
        name, value = clean_text(key, KEY_LENGTH), _value(props[key])
        if name is not None and value is not None:
            yield name, value


def _value(value: Value) -> Value:
    """Whole numbers beyond 64 bits become text; what is infinite, absurdly long or no plain value is left out."""
    if isinstance(value, str):
        return clean_text(value, VALUE_LENGTH)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and value.bit_length() > 63:
        return str(value) if value.bit_length() <= _LONGEST_BITS else None
    return value if isinstance(value, int) else None
