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
_MOST_OF_BURST = 1.3
"""A count that rose by no more than so many times a burst may be the burst's."""


def facts_of(material: Material) -> list[Fact]:
    """What matters most first; none for a week with too few hits."""
    if material.hits < LEAST_HITS:
        return []
    rules = (volume_facts, rhythm_facts, mover_facts, content_facts, leaving_facts)
    facts = [fact for rule in rules for fact in rule(material)]
    return sorted(_without_echoes(facts), key=lambda fact: (-fact.score, fact.kind, fact.subject or ""))


def _without_echoes(facts: list[Fact]) -> list[Fact]:
    """A burst makes its day spike, and a shift its weekdays: the cause is told, and the echo is not."""
    burst = next((fact for fact in facts if fact.kind is FactKind.BURST), None)
    shifted = {name for fact in facts if fact.kind is FactKind.WEEKDAY_SHIFT for name in (fact.subject, fact.other)}
    return [
        fact
        for fact in facts
        if not (burst and _may_be_burst(fact, burst))
        and not (fact.kind in _SPIKES and date.fromisoformat(fact.subject or "").strftime("%A") in shifted)
    ]


def _may_be_burst(fact: Fact, burst: Fact) -> bool:
    if fact.kind in _SPIKES or fact.kind is FactKind.BEST_DAY:
        return fact.subject == burst.subject
    if fact.kind is FactKind.PEAK_HOUR:
        return fact.subject == burst.other
    if fact.kind not in _OF_BURSTS:
        return False
    return fact.unit == "percent" or fact.value - (fact.before or 0) <= _MOST_OF_BURST * burst.value
