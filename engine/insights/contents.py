"""Facts about what was looked at: the first pages and sources, ways in and out, and where people turn back."""

from collections.abc import Callable, Iterator
from math import sqrt
from typing import Any

from engine.insights.chance import NEWS
from engine.insights.material import Material
from engine.reports.breakdown import Totals
from schemas.insights import Fact, FactKind

PLACES = 3
LEAST_VISITS = 30
"""At an entry page, before its bounces are judged."""

Count = Callable[[Totals], int]

_TOPS: tuple[tuple[FactKind, str, str, Count], ...] = (
    (FactKind.TOP_PAGE, "path", "views", lambda totals: totals.pageviews),
    (FactKind.TOP_SOURCE, "referrer_host", "visitors", lambda totals: totals.visitors),
    (FactKind.TOP_COUNTRY, "country", "visitors", lambda totals: totals.visitors),
    (FactKind.TOP_EVENT, "event", "events", lambda totals: totals.events),
    (FactKind.TOP_ENTRY, "entry", "visits", lambda totals: totals.visits),
    (FactKind.TOP_EXIT, "exit", "visits", lambda totals: totals.visits),
)


def content_facts(material: Material) -> Iterator[Fact]:
    for kind, dimension, unit, count in _TOPS:
        yield from _top(material, kind, dimension, unit, count)
    yield from _bounces(material)


def _top(material: Material, kind: FactKind, dimension: str, unit: str, count: Count) -> Iterator[Fact]:
    counts = {value: count(weeks[0]) for value, weeks in material.values[dimension].items()}
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:PLACES]
    whole = material.totals(0)
    parts = {"views": whole.pageviews, "visitors": whole.visitors, "visits": whole.visits, "events": whole.events}
    for place, (value, number) in enumerate(ranked, 1):
        if number > 0:
            share = round(100 * number / parts[unit]) if parts[unit] else None
            yield Fact(kind=kind, subject=value, value=number, unit=unit, share=share, place=place, score=1 / place)


def _bounces(material: Material) -> Iterator[Fact]:
    """Entry pages that more visits leave at once than all the others, by more than chance."""
    whole, found = material.totals(0), []
    for page, weeks in material.values["entry"].items():
        visits, bounces = weeks[0].visits, weeks[0].bounces
        others, theirs = whole.visits - visits, whole.bounces - bounces
        if visits < LEAST_VISITS or others < LEAST_VISITS:
            continue
        expected, common = theirs / others, whole.bounces / whole.visits
        spread = sqrt(max(common * (1 - common), 1e-9) * (1 / visits + 1 / others))
        news = (bounces / visits - expected) / spread
        if news >= NEWS and bounces / visits - expected >= 0.15:
            values: dict[str, Any] = {
                "value": round(100 * bounces / visits),
                "before": round(100 * expected),
                "unit": "percent",
            }
            found.append(Fact(kind=FactKind.BOUNCE_PAGE, subject=page, score=news * sqrt(visits / 100), **values))
    yield from sorted(found, key=lambda fact: -fact.score)[:1]
