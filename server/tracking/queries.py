"""The query of a hit, read leniently: older scripts put addresses into it as they are."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_to_bytes

NAMES = frozenset({"url", "path", "referrer", "event", "event_value"})
ADDRESSES = frozenset({"url", "path", "referrer"})


MOST_CACHED_BYTES = 1024
"""Of a query that is remembered: visitors of one page mostly send the same one."""


def parse_query(query: bytes) -> Mapping[str, str]:
    """The known parameters, decoded and stripped, empty ones left out.

    An `&` inside an address that was not encoded ends nothing: `url=https://x/?a=1&b=2&path=/` is a url with two
    parameters and a path. It is told by a bare `?` before it and by the name after it, which is not one of ours, or
    one that was there already. Of a name that comes twice elsewhere, the last one counts.
    """
    return _remembered(query) if len(query) <= MOST_CACHED_BYTES else _parse(query)


def _parse(query: bytes) -> Mapping[str, str]:
    values: dict[str, str] = {}
    bare: set[str] = set()
    current = ""
    for piece in _text(query).split("&"):
        key, _, value = piece.partition("=")
        key = key.removeprefix("amp;")
        in_address = current in ADDRESSES and "?" in values[current]
        if key in NAMES and not (in_address and key in values):
            values[key] = value
            bare.discard(key)
            current = key
        elif in_address:
            values[current] += "&" + piece
            bare.add(current)
        else:
            current = ""
    decoded = {key: value if key in bare else _decoded(value) for key, value in values.items()}
    return {key: stripped for key, value in decoded.items() if (stripped := value.strip())}


_remembered = lru_cache(2000)(_parse)


def _decoded(value: str) -> str:
    """Undo the percent-encoding; a `%` that begins no escape stays."""
    # A plus is a space only in form encoding, which leaves neither of these characters as it is.
    if "+" in value and not any(mark in value for mark in "/:?"):
        value = value.replace("+", " ")
    if "%" not in value:
        return value
    # These five are nearly all escapes of an address; what they stand for can begin no new escape.
    for escape, character in _COMMON:
        value = value.replace(escape, character)
    return _text(unquote_to_bytes(value)) if "%" in value else value


_COMMON = (("%2F", "/"), ("%3A", ":"), ("%3F", "?"), ("%3D", "="), ("%26", "&"))


def _text(raw: bytes) -> str:
    """UTF-8, or else Latin-1, as pages in that encoding send it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
