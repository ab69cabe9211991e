"""Facts about where people leave: entry pages at which they turn back, and pages at which visits end."""

from collections.abc import Iterator, Sequence
from math import sqrt

from engine.insights.chance import NEWS, apart
from engine.insights.material import Material
from engine.reports.breakdown import Totals
from schemas.insights import Fact, FactKind

LEAST_VISITS = 30
"""At a page, before it is judged by those that leave."""
LEAST_POINTS = 15
"""Percent points that it must be away from what it is held against."""
USUAL_WEEKS = 4

Share = tuple[int, int]
"""Visits that left, and all that might have."""


def leaving_facts(material: Material) -> Iterator[Fact]:
    """Of each kind the one that matters most; what is told as a rise is not told as a height too."""
    rises = _first(_risen(FactKind.BOUNCE_UP, page, shares, material.weeks) for page, shares in _turned_back(material))
    yield from rises
    risen = {fact.subject for fact in rises}
    yield from _first(fact for fact in _high(material) if fact is None or fact.subject not in risen)
    yield from _first(_risen(FactKind.EXIT_UP, page, shares, material.weeks) for page, shares in _ended(material))


def _turned_back(material: Material) -> Iterator[tuple[str, list[Share]]]:
    """Of the visits that began at a page those that saw nothing else, by week."""
    for page, weeks in material.values["entry"].items():
        yield page, [(week.bounces, week.visits) for week in weeks]


def _ended(material: Material) -> Iterator[tuple[str, list[Share]]]:
    """Of the visits that saw a page those that ended at it, by week; none of those that saw nothing else."""
    exits = material.values["exit"]
    for page, weeks in material.values["path"].items():
        if page in exits:
            yield page, [(_longer(end), _longer(seen)) for end, seen in zip(exits[page], weeks, strict=True)]


def _longer(totals: Totals) -> int:
    return totals.visits - totals.bounces


def _risen(kind: FactKind, page: str, shares: Sequence[Share], history: int) -> Fact | None:
    """Against the weeks before."""
    past = shares[1 : min(USUAL_WEEKS, history) + 1]
    before = (sum(left for left, _ in past), sum(whole for _, whole in past))
    return _fact(kind, page, shares[0], before, weeks=len(past)) if len(past) > 1 else None


def _high(material: Material) -> Iterator[Fact | None]:
    """Entry pages against all the others of the same week."""
    whole = material.totals(0)
    for page, weeks in material.values["entry"].items():
        here = (weeks[0].bounces, weeks[0].visits)
        yield _fact(FactKind.BOUNCE_PAGE, page, here, (whole.bounces - here[0], whole.visits - here[1]), weeks=0)


def _fact(kind: FactKind, page: str, here: Share, other: Share, weeks: int) -> Fact | None:
    if min(here[1], other[1]) < LEAST_VISITS:
        return None
    now, before = (100 * left / whole for left, whole in (here, other))
    news = apart(here, other, of_weeks=weeks > 0)
    if news < NEWS or now - before < LEAST_POINTS:
        return None
    score = news * sqrt(here[1] / 100)
    return Fact(
        kind=kind, subject=page, value=round(now), before=round(before), weeks=weeks, unit="percent", score=score
    )


def _first(found: Iterator[Fact | None]) -> list[Fact]:
    return sorted((fact for fact in found if fact is not None), key=lambda fact: -fact.score)[:1]
