"""What each field of a hit or event may be: read leniently, refused with its value and what is allowed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from engine.ingest.addresses import packed_address
from engine.ingest.texts import ADDRESS_LENGTH, NAME_LENGTH, PATH_LENGTH, VALUE_LENGTH
from engine.ingest.urls import find_url
from schemas.api_v1.writes import EVENT_PATTERN
from schemas.errors import BadInputError

T = TypeVar("T")

FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SHOWN_LENGTH = 80

_COUNTRY = re.compile(r"[A-Z]{2}")
_EVENT = re.compile(EVENT_PATTERN)
_INSTANT = re.compile(r"\d{4}-?\d\d-?\d\d[T ]\d\d.*", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """`read` gets a text without outer blanks, and raises ValueError for what is not allowed.

    `allowed` completes "it must be ...".
    """

    allowed: str
    read: Callable[[str], T]
    longest: int
    plain: tuple[type, ...] = ()
    """Other types of JSON that are read as texts."""
    private: bool = False
    """The value is a visitor's: no error names it."""

    def find(self, name: str, value: object) -> T | None:
        """None where it is missing or blank; raises BadInputError."""
        if value is None:
            return None
        if type(value) is not str and type(value) not in self.plain:
            raise self._refusal(name, value)
        text = plain_text(value).strip()
        if len(text) > self.longest:
            raise BadInputError(f"{name} has {len(text)} characters; at most {self.longest} are allowed")
        try:
            return self.read(text) if text else None
        except ValueError:
            raise self._refusal(name, value) from None

    def _refusal(self, name: str, value: object) -> BadInputError:
        return BadInputError(f"{self._named(name, value)}; it must be {self.allowed}")

    def _named(self, name: str, value: object) -> str:
        return f"{name} cannot be read" if self.private else f"{name} is {shown(value)}"


def shown(value: object) -> str:
    """A value of JSON as errors name it."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def plain_text(value: object) -> str:
    """A text as it is, a number or truth value as it stands in JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def instant_ms(text: str) -> int:
    """Epoch milliseconds of an ISO 8601 text, which is of UTC where it has no offset. Raises ValueError."""
    if not _INSTANT.fullmatch(text):
        raise ValueError
    instant = datetime.fromisoformat(text.upper())
    past_first = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)) - FIRST_INSTANT
    if past_first < timedelta():
        raise ValueError
    return past_first // _MILLISECOND


def _web_address(text: str) -> str:
    url = find_url(text) if _WEB_ADDRESS.match(text) else None
    if url is None or url.host is None:
        raise ValueError
    return text


def _ip_address(text: str) -> str:
    if packed_address(text) is None:
        raise ValueError
    return text


def matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError
        return text

    return read


_SHORT_LENGTH = 200

PATH = Rule("a path like /blog/my-post", str, PATH_LENGTH)

COMMON_RULES: Mapping[str, Rule[Any]] = {
    "url": Rule("an address like https://example.com/page", _web_address, ADDRESS_LENGTH),
    "referrer": Rule("a text", str, ADDRESS_LENGTH),
    "user_agent": Rule("a text", str, ADDRESS_LENGTH, private=True),
    "country": Rule("two capital letters like US", matching(_COUNTRY), _SHORT_LENGTH),
    "ip_address": Rule("an IPv4 or IPv6 address without a port", _ip_address, _SHORT_LENGTH, private=True),
    "visitor_id": Rule("a text or a whole number", str, _SHORT_LENGTH, plain=(int,)),
    "source": Rule("a text", str, VALUE_LENGTH),
    "created_at": Rule(
        "an ISO 8601 instant like 2026-11-22T10:00:00+01:00, from 1970 on and not in the future",
        instant_ms,
        _SHORT_LENGTH,
    ),
    "id": Rule("a text or a whole number", str, _SHORT_LENGTH, plain=(int,)),
}

HIT_RULES: Mapping[str, Rule[Any]] = {"path": PATH, **COMMON_RULES}

EVENT_RULES: Mapping[str, Rule[Any]] = {
    "event": Rule("category.action: two or more parts joined by dots, without blanks", matching(_EVENT), NAME_LENGTH),
    "value": Rule("a text, a number, true or false", str, VALUE_LENGTH, plain=(int, float, bool)),
    "path": PATH,
    **COMMON_RULES,
}
