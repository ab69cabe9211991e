"""The STEPS for a server that stamps one hit after another: neighbouring steps are remembered together.

Every step that costs something answers from a cache of its own already, so what a hit costs is calling them.
Remembering the answers of several at once took stamping from 15 to 10 microseconds of processor time a hit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import attrgetter, itemgetter
from typing import Any

from engine.ingest.facts import Facts
from engine.ingest.stamp import ARRIVAL_NAMES, Row, Values
from engine.ingest.steps import STEPS, Given, Step
from schemas.drops import DropReason
from schemas.hits import HIT_NAMES, Arrival
from schemas.sites import Site

GROUPS_BEGIN_WITH = ("known_site", "client_address", "readable_agent", "country", "local_day", "visitor", "language")
"""So that what a group needs repeats: pages, addresses, browsers with where they come from, places, minutes."""

NEVER_KEPT = frozenset({"visitor", "properties"})
"""Steps that are groups of their own: a visitor's hash must not outlive its salt, and properties cannot be keys."""

ANSWERS_KEPT = 4000
"""Of each group."""

SITES_KEPT = 20_000


class _Known:
    """A site as a key: told apart by what it is, and not by its twenty fields."""

    __slots__ = ("site",)

    def __init__(self, site: Site | None) -> None:
        self.site = site


@dataclass(frozen=True, slots=True)
class _Group:
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        return f"{self.steps[0].name}_steps"

    @property
    def is_kept(self) -> bool:
        return not any(step.name in NEVER_KEPT for step in self.steps)

    @property
    def needs(self) -> tuple[str, ...]:
        """From outside."""
        needed: dict[str, None] = {}
        given: set[str] = set()
        for step in self.steps:
            needed |= dict.fromkeys(name for name in step.needs if name not in given)
            given.update(step.gives)
        return tuple(needed)

    @property
    def gives(self) -> tuple[str, ...]:
        return tuple(name for step in self.steps for name in step.gives)

    def runner(self, facts: Facts) -> Callable[..., Given]:
        """Called with the known site and what the group needs."""
        places = {name: place for place, name in enumerate(("site", "facts", *self.needs))}
        plan, count = [], len(places)
        for step in self.steps:
            plan.append((step.work, itemgetter(*(places[name] for name in ("site", "facts", *step.needs)))))
            places.update((name, count + offset) for offset, name in enumerate(step.gives))
            count += len(step.gives)
        return partial(_run, tuple(plan), facts)


def _run(
    plan: tuple[tuple[Callable[..., Given], Callable[[Values], Row]], ...], facts: Facts, known: _Known, *needs: object
) -> Given:
    values: Values = [known.site, facts, *needs]
    for work, needed in plan:
        given = work(*needed(values))
        if isinstance(given, DropReason):
            return given
        values += given
    return tuple(values[len(needs) + 2 :])


class Stamper:
    """`stamp` gives what the function of that name gives. Thread-safe; its memory is bounded and ends with it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[int, _Known] = {}
        names = ["known", "site", "facts", "hit_id", "site_id", "created_at", "minute", *ARRIVAL_NAMES]
        places = {name: place for place, name in enumerate(names)}
        self._plan: list[tuple[Callable[..., Given], Callable[[Values], Row]]] = []
        self._caches: dict[str, Any] = {}
        count = len(names)
        for group in _groups(STEPS):
            if group.is_kept:
                work: Callable[..., Given] = lru_cache(ANSWERS_KEPT)(group.runner(facts))
                self._caches[group.name] = work
                first = ("known",)
            else:
                work, first = group.steps[0].work, ("site", "facts")  # type: ignore[assignment]
            self._plan.append((work, itemgetter(*(places[name] for name in (*first, *group.needs)))))
            places.update((name, count + offset) for offset, name in enumerate(group.gives))
            count += len(group.gives)
        self._row: Callable[[Values], Row] = itemgetter(*(places[name] for name in HIT_NAMES))

    def stamp(self, arrival: Arrival, site: Site | None) -> Row | DropReason:
        instant = arrival.created_at_ms
        values = [
            self._site(site),
            site,
            self._facts,
            0,
            site.id if site else 0,
            instant,
            instant // 60_000,
            *_arrival_values(arrival),
        ]
        for work, needed in self._plan:
            given = work(*needed(values))
            if type(given) is DropReason:
                return given
            values += given
        return self._row(values)

    def lookups(self) -> dict[str, tuple[int, int]]:
        """As those of Facts."""
        infos = {name: cache.cache_info() for name, cache in self._caches.items()}
        return {name: (info.hits, info.misses) for name, info in infos.items()}

    def _site(self, site: Site | None) -> _Known:
        known = self._known.get(id(site))
        if known is None or known.site is not site:
            if len(self._known) >= SITES_KEPT:
                self._known.clear()
            # It holds the site, so that no other one can get its id.
            known = self._known[id(site)] = _Known(site)
        return known


_arrival_values = attrgetter(*ARRIVAL_NAMES)


def _groups(steps: Sequence[Step]) -> list[_Group]:
    groups: list[list[Step]] = []
    for step in steps:
        if step.name in GROUPS_BEGIN_WITH or step.name in NEVER_KEPT:
            groups.append([])
        groups[-1].append(step)
    assert all(len(group) == 1 for group in groups if group[0].name in NEVER_KEPT), "a step that is never kept is alone"
    return [_Group(tuple(group)) for group in groups]
