"""A format that the importer describes, in the words of nginx (`$remote_addr`) or of Apache (`%h`)."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from engine.imports.formats.checked import checked
from engine.imports.formats.patterned import fields_of
from engine.imports.formats.times import clf_ms, epoch_ms, iso_ms
from schemas.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl

_WORD = re.compile(r"\$\{?(?P<nginx>\w+)\}?|%[<>]?(?:\{(?P<header>[^}]+)\}(?P<kind>[a-zA-Z])|(?P<apache>[a-zA-Z]))|%%")

_NGINX = {
    "remote_addr": "address",
    "realip_remote_addr": "address",
    "time_local": "time",
    "time_iso8601": "time",
    "msec": "time",
    "request": "request",
    "request_method": "method",
    "request_uri": "target",
    "uri": "target",
    "status": "status",
    "http_referer": "referrer",
    "http_user_agent": "user_agent",
    "host": "host",
    "http_host": "host",
    "server_name": "host",
}
_APACHE = {
    "h": "address",
    "a": "address",
    "t": "time",
    "r": "request",
    "m": "method",
    "U": "target",
    "s": "status",
    "v": "host",
    "V": "host",
}
_HEADERS = {"referer": "referrer", "user-agent": "user_agent", "host": "host"}

_TIMES: dict[str, Callable[["pl.Expr"], "pl.Expr"]] = {"time_iso8601": iso_ms, "msec": epoch_ms}
"""By nginx's word; all others are times as in common logs."""

_NEEDED = ({"address"}, {"time"}, {"status"}, {"request", "target"})


class _Piece(NamedTuple):
    """`field` is None for what is passed over."""

    before: str
    word: str
    field: str | None


def is_pattern(text: str) -> bool:
    return "$" in text or "%" in text


class Custom:
    """Raises BadInputError for a pattern that lacks what every hit needs."""

    name = "custom"

    def __init__(self, pattern: str) -> None:
        pieces, rest = _pieces(pattern)
        named = {piece.field for piece in pieces if piece.field}
        missing = [" or ".join(sorted(fields)) for fields in _NEEDED if not fields & named]
        if missing:
            raise BadInputError(
                f"the format {pattern!r} does not say the {', '.join(missing)}; "
                f"known are ${', $'.join(_NGINX)}, %{', %'.join(_APACHE)}, %{{Referer}}i and %{{User-Agent}}i"
            )
        self.names_agent = "user_agent" in named
        self._expression = _expression(pieces, rest)
        times = [_TIMES.get(piece.word, clf_ms) for piece in pieces if piece.field == "time"]
        self._created_at_ms = times[0]
        self._has_method = bool({"request", "method"} & named)

    def requests(self, lines: "pl.Series") -> "pl.DataFrame":
        import polars as pl

        fields = fields_of(lines, self._expression, self._created_at_ms)
        if not self._has_method:
            fields = fields.with_columns(method=pl.lit("GET"))
        return checked(fields)


def _pieces(pattern: str) -> tuple[list[_Piece], str]:
    """The words with what stands before each, and what stands behind the last."""
    pieces: list[_Piece] = []
    end = 0
    for match in _WORD.finditer(pattern):
        field = _field(match)
        known = {piece.field for piece in pieces}
        pieces.append(_Piece(pattern[end : match.start()], match["nginx"] or "", None if field in known else field))
        end = match.end()
    return pieces, pattern[end:]


def _field(match: re.Match[str]) -> str | None:
    if match["nginx"]:
        return _NGINX.get(match["nginx"])
    if match["header"]:
        return _HEADERS.get(match["header"].lower()) if match["kind"] == "i" else None
    return _APACHE.get(match["apache"] or "")


def _expression(pieces: list[_Piece], rest: str) -> str:
    parts = ["^"]
    ends = [piece.before for piece in pieces[1:]] + [rest]
    for piece, end in zip(pieces, ends, strict=True):
        parts.append(re.escape(piece.before))
        content = r'(?:[^"\\]|\\.)*' if piece.before.endswith('"') and end.startswith('"') else ".*?" if end else r".*"
        # Apache writes its time in brackets of its own, nginx as bare as the pattern says.
        group = rf"(?P<{piece.field}>{content})" if piece.field else content
        parts.append(rf"\[?{group}\]?" if piece.field == "time" else group)
    return "".join([*parts, re.escape(rest)])
