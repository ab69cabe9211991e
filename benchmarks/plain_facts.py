"""The numbers of facts, counted from hits one by one: what is told is held against them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.insights import Fact, FactKind


@dataclass(frozen=True, slots=True)
class PlainHit:
    day: date
    hour: int
    visitor: int
    path: str
    referrer_host: str | None
    source: str | None
    country: str | None
    device: str | None
    event: str | None


Key = Callable[[PlainHit], str | None]

_KEYS: dict[str, Key] = {
    "page": lambda hit: hit.path,
    "source": lambda hit: hit.referrer_host,
    "campaign": lambda hit: hit.source,
    "country": lambda hit: hit.country,
    "event": lambda hit: hit.event,
}


def false_numbers(facts: Iterable[Fact], hits: Sequence[PlainHit], day: date) -> list[Fact]:
    """Those whose value or comparison a plain count does not give. Kinds that visits are needed for are left out."""
    weeks = [[hit for hit in hits if 1 + 7 * n <= (day - hit.day).days <= 7 + 7 * n] for n in range(13)]
    return [fact for fact in facts if (found := _counts(fact, weeks, hits)) is not None and not _agrees(fact, found)]


def _agrees(fact: Fact, counts: Sequence[int]) -> bool:
    """`counts` are those of the week and of the weeks before it."""
    if counts[0] != fact.value:
        return False
    if fact.before is None or not fact.weeks:
        return True
    if fact.kind is FactKind.MONTH_AGO:
        return counts[4] == fact.before
    past = counts[1 : fact.weeks + 1]
    if fact.kind in {FactKind.RECORD_DAY, FactKind.RECORD_WEEK}:
        return max(past) == fact.before
    if fact.kind in {FactKind.DECLINE, FactKind.GROWTH}:
        return past[-1] == fact.before
    return abs(sum(past) / len(past) - fact.before) <= 0.5


def _counts(fact: Fact, weeks: Sequence[Sequence[PlainHit]], hits: Sequence[PlainHit]) -> list[int] | None:
    kind = fact.kind.value
    if kind in {"week", "month_ago", "record_week", "decline", "growth"}:
        return [_views(week) for week in weeks]
    if kind == "visitors":
        return [len({(hit.day, hit.visitor) for hit in week}) for week in weeks]
    if kind in {"best_day", "day_spike", "day_drop", "record_day"} and fact.subject:
        wanted = date.fromisoformat(fact.subject)
        by_day = Counter(hit.day for hit in hits if hit.event is None)
        return [by_day[date.fromordinal(wanted.toordinal() - 7 * n)] for n in range(13)]
    family, _, _ = kind.removeprefix("top_").partition("_")
    key = _KEYS.get(family)
    if key is None:
        return None
    return [_of_value([hit for hit in week if key(hit) == fact.subject], fact.unit) for week in weeks]


def _of_value(hits: Sequence[PlainHit], unit: str) -> int:
    if unit == "views":
        return _views(hits)
    if unit == "events":
        return sum(hit.event is not None for hit in hits)
    return len({(hit.day, hit.visitor) for hit in hits})


def _views(hits: Sequence[PlainHit]) -> int:
    return sum(hit.event is None for hit in hits)
