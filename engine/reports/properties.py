"""With which properties a custom event came."""

from dataclasses import dataclass

from engine.reports.sources import Sources
from schemas.questions import Days
from schemas.sites import Site

MOST_VALUES = 20
"""Of a property."""
VALUE = "value"
"""What the event's own value is called."""


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    value: str
    events: int
    visitors: int
    """Distinct ones of each day, summed over days."""


def properties(sources: Sources, site: Site, days: Days, event: str) -> list[Property]:
    """By name, the most frequent values of each first; the event's own value before all."""
    rows = sources.ask_hits("event_properties", site, days, event=event, most=MOST_VALUES)
    return [Property(name or VALUE, value, events, visitors) for name, value, events, visitors in rows]
