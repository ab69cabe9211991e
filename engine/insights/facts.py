"""All facts about a site's week."""

from datetime import date

from engine.insights.contents import content_facts
from engine.insights.leaving import leaving_facts
from engine.insights.material import Material
from engine.insights.movers import mover_facts
from engine.insights.rhythm import rhythm_facts
from engine.insights.volume import volume_facts
from schemas.insights import Fact, FactKind

LEAST_HITS = 10
"""In seven days: with fewer there is nothing to tell."""

_SPIKES = frozenset({FactKind.DAY_SPIKE, FactKind.DAY_DROP})
_OF_BURSTS = frozenset(
    {
        FactKind.PAGE_UP,
        FactKind.SOURCE_UP,
        FactKind.COUNTRY_UP,
        FactKind.DEVICE_SHIFT,
        FactKind.BOUNCE_PAGE,
        FactKind.BOUNCE_UP,
        FactKind.HOUR_SHIFT,
        FactKind.WEEKDAY_SHIFT,
        FactKind.RECORD_WEEK,
        FactKind.RECORD_DAY,
    }
)
_NEW = frozenset({FactKind.PAGE_NEW, FactKind.SOURCE_NEW, FactKind.COUNTRY_NEW})
_LEAST_OF_BURST, _MOST_OF_BURST = 0.25, 1.3
"""What rose by no more than so many times what came in bursts may be theirs; what is new, if it is no less either."""


def facts_of(material: Material) -> list[Fact]:
    """What matters most first; none for a week with too few hits."""
    if material.hits < LEAST_HITS:
        return []
    rules = (volume_facts, rhythm_facts, mover_facts, content_facts, leaving_facts)
    facts = [fact for rule in rules for fact in rule(material)]
    return sorted(_without_echoes(facts), key=lambda fact: (-fact.score, fact.kind, fact.subject or ""))


def _without_echoes(facts: list[Fact]) -> list[Fact]:
    """A burst makes its day spike, and a shift its weekdays: the cause is told, and the echo is not."""
    bursts = [fact for fact in facts if fact.kind is FactKind.BURST]
    shifted = {name for fact in facts if fact.kind is FactKind.WEEKDAY_SHIFT for name in (fact.subject, fact.other)}
    return [
        fact
        for fact in facts
        if not (bursts and _may_be_of(bursts, fact))
        and not (fact.kind in _SPIKES and date.fromisoformat(fact.subject or "").strftime("%A") in shifted)
    ]


def _may_be_of(bursts: list[Fact], fact: Fact) -> bool:
    """Of several hours of bursts the first is told, and the others are its echoes too."""
    if fact.kind is FactKind.BURST:
        return fact is not bursts[0]
    if fact.kind in _SPIKES or fact.kind is FactKind.BEST_DAY:
        return fact.subject in {burst.subject for burst in bursts}
    if fact.kind is FactKind.PEAK_HOUR:
        return fact.subject in {burst.other for burst in bursts}
    whole = sum(burst.value for burst in bursts)
    if fact.kind in _NEW:
        return _LEAST_OF_BURST * whole <= fact.value <= _MOST_OF_BURST * whole
    if fact.kind not in _OF_BURSTS:
        return False
    return fact.unit == "percent" or fact.value - (fact.before or 0) <= _MOST_OF_BURST * whole
