"""Hits and events as programs send them, read row by row: quickly where nothing is odd, closely where something is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from schemas.api_v1.writes import NewEvent, NewHit
from schemas.errors import BadInputError
from schemas.hits import Arrival
from server.api_v1.writes.rules import EVENT_RULES, HIT_RULES, Rule, plain_text, shown

CLOCK_SKEW_MS = 60_000
"""How far the clock of a program may be ahead; its hit is then of now."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Row(NamedTuple):
    """A row without errors. Texts may be empty; names as in Arrival, but `id`."""

    created_at_ms: int
    url: str | None
    path: str | None
    referrer: str | None
    user_agent: str | None
    country: str | None
    address: str | None
    visitor_id: str | None
    source: str | None
    event: str | None
    event_value: str | None
    id: str | None

    def arrival(self) -> Arrival:
        values = self._asdict()
        del values["id"]
        return Arrival(**values, trusted=True)


@dataclass(frozen=True, slots=True)
class Kind:
    """What an address takes."""

    name: str
    rules: Mapping[str, Rule[Any]]
    required: str
    decode: Callable[[bytes | msgspec.Raw], NewHit | NewEvent]


HIT = Kind("hit", HIT_RULES, "path", msgspec.json.Decoder(NewHit).decode)
EVENT = Kind("event", EVENT_RULES, "event", msgspec.json.Decoder(NewEvent).decode)


def read_row(raw: bytes | msgspec.Raw, kind: Kind, now_ms: int, is_address: Callable[[str], bool]) -> Row | list[str]:
    """The row, or all that is wrong with it. `raw` is JSON."""
    try:
        sent = kind.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _read_closely(raw, kind, now_ms)
    return _quick_row(sent, now_ms, is_address) or _read_closely(raw, kind, now_ms)


def _quick_row(sent: NewHit | NewEvent, now_ms: int, is_address: Callable[[str], bool]) -> Row | None:
    """None where the rules have to look at it."""
    created_at_ms = now_ms if sent.created_at is None else (sent.created_at - _EPOCH) // _MILLISECOND
    address, url, visitor_id, name = sent.ip_address, sent.url, sent.visitor_id, sent.id
    is_plain = (
        0 <= created_at_ms <= now_ms
        and (not address or is_address(address))
        and (not url or (url.isascii() and "[" not in url))
    )
    if not is_plain:
        return None
    event, value = (sent.event, sent.value) if isinstance(sent, NewEvent) else (None, None)
    return Row(
        created_at_ms,
        url,
        sent.path,
        sent.referrer,
        sent.user_agent,
        sent.country,
        address,
        None if visitor_id is None else str(visitor_id).strip(),
        sent.source,
        event,
        None if value is None else plain_text(value),
        None if name is None else str(name).strip(),
    )


def _read_closely(raw: bytes | msgspec.Raw, kind: Kind, now_ms: int) -> Row | list[str]:
    try:
        sent = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return [f"the {kind.name} cannot be read as JSON: {error}"]
    if not isinstance(sent, dict):
        return [f"the {kind.name} is {shown(sent)}; it must be an object"]
    values, errors = read_fields(sent, kind.rules, kind.required)
    if (values.get("created_at") or 0) > now_ms + CLOCK_SKEW_MS:
        errors.append(
            f"created_at is {shown(sent['created_at'])}, which is in the future; it must not be later than now"
        )
    return errors or _row(values, now_ms)


def read_fields(
    sent: Mapping[str, object], rules: Mapping[str, Rule[Any]], required: str
) -> tuple[dict[str, Any], list[str]]:
    """The fields that can be read, and all that is wrong with the others."""
    values: dict[str, Any] = {}
    errors = []
    for name, rule in rules.items():
        try:
            values[name] = rule.find(name, sent.get(name))
        except BadInputError as error:
            errors.append(str(error))
    if required in values and values[required] is None:
        errors.insert(0, f"{required} is required; it must be {rules[required].allowed}")
    return values, errors


def _row(values: Mapping[str, Any], now_ms: int) -> Row:
    created_at_ms = values["created_at"]
    return Row(
        now_ms if created_at_ms is None else min(created_at_ms, now_ms),
        values["url"],
        values["path"],
        values["referrer"],
        values["user_agent"],
        values["country"],
        values["ip_address"],
        values["visitor_id"],
        values["source"],
        values.get("event"),
        values.get("value"),
        values["id"],
    )
