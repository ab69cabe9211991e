"""Hits and events as programs send them, each read closely."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from schemas.api_v1.writes import NewEvent, NewHit
from schemas.errors import BadInputError
from server.api_v1.writes.patterns import Patterns, without_patterns
from server.api_v1.writes.rules import EVENT_RULES, HIT_RULES, Rule, shown

CLOCK_SKEW_MS = 60_000
"""How far the clock of a program may be ahead; its hit is then of now."""


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


@dataclass(frozen=True, slots=True)
class Kind:
    """What an address takes."""

    name: str
    rules: Mapping[str, Rule[Any]]
    required: str
    fields: tuple[str, ...]
    patterns: Patterns
    """Of the texts, which `decode_all` does not look at."""
    decode_all: Callable[[bytes], Sequence[msgspec.Struct]]
    """An array; it raises where a row is not just as its type says, which need not be an error."""


def _kind(name: str, rules: Mapping[str, Rule[Any]], required: str, sent: type[msgspec.Struct]) -> Kind:
    bare, patterns = without_patterns(sent)
    decoder = msgspec.json.Decoder(list[bare])  # type: ignore[valid-type]
    return Kind(name, rules, required, bare.__struct_fields__, patterns, decoder.decode)


HIT = _kind("hit", HIT_RULES, "path", NewHit)
EVENT = _kind("event", EVENT_RULES, "event", NewEvent)


def read_row(raw: bytes | msgspec.Raw, kind: Kind, now_ms: int) -> Row | list[str]:
    """The row, or all that is wrong with it. `raw` is JSON."""
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
