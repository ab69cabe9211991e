"""Facts about what was looked at: the first pages and sources, ways in and out."""

from collections.abc import Callable, Iterator

from engine.insights.material import Material
from engine.reports.breakdown import Totals
from schemas.insights import Fact, FactKind

PLACES = 3

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


def _top(material: Material, kind: FactKind, dimension: str, unit: str, count: Count) -> Iterator[Fact]:
    counts = {value: count(weeks[0]) for value, weeks in material.values[dimension].items()}
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:PLACES]
    whole = material.totals(0)
    parts = {"views": whole.pageviews, "visitors": whole.visitors, "visits": whole.visits, "events": whole.events}
    for place, (value, number) in enumerate(ranked, 1):
        if number > 0:
            share = round(100 * number / parts[unit]) if parts[unit] else None
            yield Fact(kind=kind, subject=value, value=number, unit=unit, share=share, place=place, score=1 / place)
