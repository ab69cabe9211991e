"""With which properties a custom event came."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.reports.narrowing import event_condition, property_values
from engine.reports.sources import Sources
from schemas.filters import PROPERTY, Filter
from schemas.questions import Days
from schemas.sites import Site

MOST_VALUES = 20
"""Of a property."""
VALUE = "value"
"""What the event's own value is called."""


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    """Empty for the event's own value."""
    value: str
    events: int
    visitors: int
    """Distinct ones of each day, summed over days."""

    @property
    def label(self) -> str:
        return self.name or VALUE

    @property
    def filter(self) -> str:
        """The name of the filter that leaves the row."""
        return PROPERTY + self.name


def properties(sources: Sources, site: Site, days: Days, event: str, filters: Sequence[Filter] = ()) -> list[Property]:
    """By name, the most frequent values of each first; the event's own value before all.

    Of `filters` those by properties count: they leave the hits that have them all.
    """
    chosen = [row for row in filters if row.prop is not None]
    rows = sources.ask_hits(
        "event_properties",
        site,
        days,
        {"where": event_condition(chosen)},
        event=event,
        most=MOST_VALUES,
        **property_values(chosen),
    )
    return [Property(name, value, events, visitors) for name, value, events, visitors in rows]
