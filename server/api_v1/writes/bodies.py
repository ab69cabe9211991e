"""Bodies as JSON texts: one row, or an array or lines of rows that are looked at one by one later."""

import re

import msgspec

from schemas.api_v1.writes import MOST_ROWS
from schemas.errors import BadInputError, TooLargeError
from server.api_v1.writes.rules import shown

_rows = msgspec.json.Decoder(list[msgspec.Raw])
_row = msgspec.json.Decoder(msgspec.Raw)

LINES = (b"application/x-ndjson", b"application/ndjson", b"application/jsonl")
"""Content types of bodies that have one JSON text a line."""

_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)"
)
"""A pair of surrogates, a lone one, or any other escape."""

_LONE_LENGTH = 6


def parsed_rows(body: bytes) -> list[msgspec.Raw] | str:
    """The rows, or what the body is instead of an array. BadInputError for what is no JSON, TooLargeError."""
    try:
        rows = _rows.decode(body)
    except msgspec.ValidationError:
        return f"the body is {shown(_parsed(body))}; it must be an array"
    except (msgspec.DecodeError, RecursionError) as error:
        rows = _mended_rows(body, error)
    return _not_too_many(rows)


def parsed_lines(body: bytes) -> list[msgspec.Raw]:
    """The rows of a body that has one a line, or none. BadInputError for what is no JSON, TooLargeError."""
    try:
        return _not_too_many(_row.decode_lines(body))
    except (msgspec.DecodeError, RecursionError):
        return _not_too_many([row for number, line in enumerate(body.splitlines(), 1) for row in _line(number, line)])


def _line(number: int, line: bytes) -> list[msgspec.Raw]:
    try:
        return _row.decode_lines(mended(line))
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInputError(f"line {number} must be JSON: {error or 'it is nested too deeply'}") from None


def _not_too_many(rows: list[msgspec.Raw]) -> list[msgspec.Raw]:
    if len(rows) > MOST_ROWS:
        raise TooLargeError(f"the batch has {len(rows)} rows; at most {MOST_ROWS} are read")
    return rows


def object_text(body: bytes) -> bytes | str:
    """The object's JSON without outer blanks, or what the body is instead of an object. BadInputError for no JSON."""
    parsed = _parsed(body)
    return mended(body).strip() if isinstance(parsed, dict) else f"the body is {shown(parsed)}; it must be an object"


def mended(body: bytes) -> bytes:
    """Lone surrogates, which JSON can say and Unicode cannot, become the replacement character."""
    return _ESCAPES.sub(_mended_escape, body) if rb"\u" in body else body


def _mended_escape(match: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if len(match[0]) == _LONE_LENGTH else match[0]


def _mended_rows(body: bytes, error: Exception) -> list[msgspec.Raw]:
    try:
        return _rows.decode(mended(body))
    except (msgspec.DecodeError, RecursionError):
        raise BadInputError(f"the body must be JSON: {error or 'it is nested too deeply'}") from None


def _parsed(body: bytes) -> object:
    if not body.strip():
        raise BadInputError("the body is empty; it must be JSON")
    try:
        return msgspec.json.decode(mended(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInputError(f"the body must be JSON: {error or 'it is nested too deeply'}") from None
