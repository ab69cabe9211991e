"""An example of a line that did not parse, fit to be shown: no visitor's address and no user agent is in it."""

import re

LONGEST_EXAMPLE = 120
HIDDEN = "…"
_LOOKED_AT = 1000

_NUMBERS = r"(?:\d{1,3}(?:[.\-_]|%2e)){2,}\d{0,3}"
_GROUPS = r"[0-9a-f]{0,4}(?::|%3a)[0-9a-f:.%]*(?::|%3a)[0-9a-z:.%]*"
_NAME = r"[a-z0-9_-]*[a-z_-][a-z0-9_-]*(?:\.[a-z0-9_-]+){2,}\.?"
_ADDRESS = re.compile(rf"(?<![\w:.])(?:{_GROUPS}|{_NUMBERS}[\w.-]*|{_NAME})", re.IGNORECASE)
_HEAD = re.compile(r"^[^\[]*(?=\[)|^\s*\S+")
_TIME = re.compile(r"\d{1,2}/\w{3}/\d{4}:\d\d:\d\d:\d\d")
_BEHIND_TIME = re.compile(r"(?<=\])\s+\S.*", re.DOTALL)
_REQUEST = re.compile(r"[A-Z]{3,10} \S")
_QUERY = re.compile(r"(?<=\?)\S+")
_PAIR = re.compile(r"[^\s?]+=\S*")
_DAY_LINE = re.compile(r"^(\d{4}-\d\d-\d\d\s+\d\d:\d\d:\d\d)\s.*", re.DOTALL)
_PRODUCT = re.compile(r"(?<![\w/?&=.])(?!HTTP/)[A-Za-z][\w.+-]*/\d.*", re.DOTALL)


def masked(line: str) -> str:
    """The line's time, request and numbers; what else is in it, or might be an address or an agent, is hidden."""
    # In W3C's format anything may stand anywhere behind the time, also a user's name.
    line = _DAY_LINE.sub(rf"\1 {HIDDEN}", line[:_LOOKED_AT])
    head, *rest = line.split('"')
    # Before the request and behind the time, S3 names who asked.
    head = _BEHIND_TIME.sub(f" {HIDDEN} ", head) if rest else head
    pieces = [_HEAD.sub(HIDDEN, head), *(_shown(place, piece) for place, piece in enumerate(rest, start=1))]
    text = _PAIR.sub(HIDDEN, _PRODUCT.sub(HIDDEN, '"'.join(pieces)))
    text = "".join(_without_addresses(part) for part in re.split(f"({_TIME.pattern})", text))
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:LONGEST_EXAMPLE]


def _shown(place: int, piece: str) -> str:
    if place == 1:
        return _QUERY.sub(HIDDEN, piece) if _REQUEST.match(piece) else HIDDEN
    return piece if re.fullmatch(r"[\s\d-]*", piece) else HIDDEN


def _without_addresses(text: str) -> str:
    return text if _TIME.fullmatch(text) else _ADDRESS.sub(HIDDEN, text)
