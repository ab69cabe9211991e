"""One arrival through the STEPS: the way of a hit that somebody waits for."""

from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any

from engine.ingest.facts import Facts
from engine.ingest.steps import STEPS, Given
from schemas.drops import DropReason
from schemas.hits import HIT_NAMES, Arrival
from schemas.sites import Site

Row = tuple[Any, ...]
"""Plain values in the order of HIT_NAMES: `hit_id` 0, `day` in days since 1970-01-01, `created_at` in epoch ms."""

Values = list[Any]
"""All that is known of a hit, in the order it became known; a replaced value stays, at a place nobody asks for."""

ARRIVAL_NAMES = tuple(name for name in Arrival.__struct_fields__ if name != "created_at_ms")

_arrival_values = attrgetter(*ARRIVAL_NAMES)


def stamp(arrival: Arrival, site: Site | None, facts: Facts) -> Row | DropReason:
    """The row to store, or why there is none. `created_at_ms` must lie in the years 1 to 9999 of the site's clock."""
    instant = arrival.created_at_ms
    values = [site, facts, 0, site.id if site else 0, instant, instant // 60_000, *_arrival_values(arrival)]
    for work, needed in _PLAN:
        given = work(*needed(values))
        if isinstance(given, DropReason):
            return given
        values += given
    return _row(values)


def _plan() -> tuple[list[tuple[Callable[..., Given], Callable[[Values], Row]]], Callable[[Values], Row]]:
    """Each step's work with a getter of its arguments, and a getter of the row."""
    names = ["site", "facts", "hit_id", "site_id", "created_at", "minute", *ARRIVAL_NAMES]
    places = {name: place for place, name in enumerate(names)}
    plan: list[tuple[Callable[..., Given], Callable[[Values], Row]]] = []
    count = len(names)
    for step in STEPS:
        plan.append((step.work, itemgetter(*(places[name] for name in ("site", "facts", *step.needs)))))
        places.update((name, count + offset) for offset, name in enumerate(step.gives))
        count += len(step.gives)
    return plan, itemgetter(*(places[name] for name in HIT_NAMES))


_PLAN, _row = _plan()
