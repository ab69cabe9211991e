"""Parameters of a request: what each may be, read and told in one place."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Generic, TypeVar

from schemas.errors import BadInputError
from server.http.calls import Call

T = TypeVar("T")

_NUMBER = re.compile(r"[0-9]{1,1000}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_SHOWN = 255
FIRST_DATE, LAST_DATE = date(1970, 1, 1), date(9998, 12, 31)


class Place(Enum):
    """Where a parameter stands; the value is its name in OpenAPI."""

    QUERY = "query"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T]):
    """`read` raises ValueError for what is not allowed; `allowed` completes "it must be ..."."""

    name: str
    means: str
    allowed: str
    read: Callable[[str], T]
    schema: Mapping[str, object] = field(default_factory=dict)
    """What `allowed` says, as JSON Schema."""
    usual: str = ""
    """What it is read as where it is missing."""
    place: Place = Place.QUERY

    def find(self, call: Call) -> T | None:
        """None where it is missing and there is nothing usual; BadInputError. Empty in the query, it is missing."""
        text = self._text(call)
        if text is None:
            return None
        try:
            return self.read(text)
        except ValueError:
            raise BadInputError(f"{self.name} is {shortened(text)!r}; it must be {self.allowed}") from None

    def get(self, call: Call) -> T:
        """As `find`, for a parameter that has something usual."""
        found = self.find(call)
        assert found is not None, f"{self.name} has nothing usual"
        return found

    def _text(self, call: Call) -> str | None:
        if self.place is Place.QUERY:
            return call.query.get(self.name) or self.usual or None
        value = call.headers.get(self.name.lower().encode())
        return None if value is None else value.decode("latin-1")


def shortened(text: str) -> str:
    """As errors show it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def whole_number(
    name: str, means: str, *, most: int, least: int = 1, clamped: bool = False, usual: str = ""
) -> Parameter[int]:
    """Above `most` it is refused, or read as `most` where it is `clamped`."""

    def read(text: str) -> int:
        number = int(text) if _NUMBER.fullmatch(text) else -1
        if number < least or (number > most and not clamped):
            raise ValueError
        return min(number, most)

    bounds = f"a whole number from {least}" if clamped else f"a whole number from {least} to {most}"
    schema = {"type": "integer", "minimum": least} | ({} if clamped else {"maximum": most})
    return Parameter(name, means, bounds, read, schema, usual)


def text(name: str, means: str) -> Parameter[str]:
    return Parameter(name, means, "a text", str, {"type": "string"})


def day(name: str, means: str) -> Parameter[date]:
    def read(text: str) -> date:
        if not _DATE.fullmatch(text) or not FIRST_DATE <= date.fromisoformat(text) <= LAST_DATE:
            raise ValueError
        return date.fromisoformat(text)

    allowed = f"a date like 2026-11-22, from {FIRST_DATE} to {LAST_DATE}"
    return Parameter(name, means, allowed, read, {"type": "string", "format": "date"})


def choice(name: str, means: str, choices: Mapping[str, T], *, usual: str = "") -> Parameter[T]:
    """`choices` by how they may be written, in lower case; case does not matter."""

    def read(text: str) -> T:
        if text.lower() not in choices:
            raise ValueError
        return choices[text.lower()]

    schema = {"type": "string", "enum": list(choices)}
    return Parameter(name, means, "one of " + ", ".join(choices), read, schema, usual)


def flag(name: str, means: str) -> Parameter[bool]:
    return choice(name, means, {"true": True, "false": False, "1": True, "0": False}, usual="false")
