"""STEPS in groups: neighbours that need nothing more from outside run together, once for equal values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from engine.ingest.coded import Combinations
from engine.ingest.facts import Facts
from engine.ingest.steps import AtOnce, Given, Step
from schemas.drops import DropReason
from schemas.sites import Site


@dataclass(frozen=True, slots=True)
class Stage:
    """Consecutive steps; those after the first need only what the stage needs anyway and what its steps give.

    A row that one of them drops is dropped before any step of a later stage, so the order of STEPS holds.
    """

    needs: tuple[str, ...]
    gives: tuple[tuple[int, str], ...]
    """Place in the result, and name; of a name that is given twice, the last."""
    asked_again: frozenset[str]
    """Names that a later stage needs."""
    plan: tuple[tuple[Callable[..., Given], Callable[[Sequence[Any]], tuple[Any, ...]]], ...]
    at_once: AtOnce | None

    def work(
        self, site: Site | None, facts: Facts, needed: Combinations
    ) -> tuple[dict[str, Sequence[Any]], list[DropReason | None]]:
        """By name what the steps give for each combination, and why the first step that minds drops it."""
        if self.at_once is not None and site is not None:
            [(_, name)] = self.gives
            return {name: self.at_once(site, facts, needed.columns)}, []
        results = [self._row(site, facts, values) for values in needed.rows]
        reasons = [result if isinstance(result, DropReason) else None for result in results]
        given: dict[str, Sequence[Any]] = {
            name: [None if reason else result[place] for reason, result in zip(reasons, results, strict=True)]
            for place, name in self.gives
        }
        return given, reasons

    def _row(self, site: Site | None, facts: Facts, values: tuple[Any, ...]) -> Sequence[Any] | DropReason:
        """`values` with all that the steps give behind them."""
        known = [site, facts, *values]
        for work, needed in self.plan:
            given = work(*needed(known))
            if isinstance(given, DropReason):
                return given
            known += given
        return known


def stages(steps: Sequence[Step]) -> tuple[Stage, ...]:
    runs: list[list[Step]] = []
    known: set[str] = set()
    for step in steps:
        if not runs or not known.issuperset(step.needs):
            runs.append([])
            known = set(step.needs)
        runs[-1].append(step)
        known.update(step.gives)
    return tuple(_stage(run, steps[steps.index(run[-1]) + 1 :]) for run in runs)


def _stage(run: Sequence[Step], later: Sequence[Step]) -> Stage:
    needs = run[0].needs
    places = {name: place for place, name in enumerate(("site", "facts", *needs))}
    plan, count = [], len(places)
    for step in run:
        plan.append((step.work, itemgetter(*(places[name] for name in ("site", "facts", *step.needs)))))
        places.update((name, count + offset) for offset, name in enumerate(step.gives))
        count += len(step.gives)
    given = {name for step in run for name in step.gives}
    at_once = run[0].at_once if len(run) == 1 else None
    asked = {name for step in later for name in step.needs}
    return Stage(needs, tuple((places[name], name) for name in given), frozenset(given & asked), tuple(plan), at_once)
