"""What was measured, as tables and as lines of pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.comparison.measuring import Measured
from benchmarks.dataset import Dataset
from benchmarks.engines import HITLAKE, INSIDE
from benchmarks.questions import QUESTIONS, Asked
from benchmarks.report import Cell, Table, figure
from benchmarks.samples import Samples

Results = Mapping[str, Sequence[Measured]]
"""By the engine's name, Hitlake first."""


def found(results: Results, engine: str, question: str, site_id: int, days: int) -> Measured | None:
    place = (question, site_id, days)
    for one in results[engine]:
        if (one.asked.question, one.asked.site.site_id, one.asked.days) == place:
            return one
    return None


def ours(results: Results, question: str, site_id: int, days: int) -> Samples | None:
    """Over HTTP, or without it where API v2 has no such range."""
    for engine in (HITLAKE.name, INSIDE.name):
        one = found(results, engine, question, site_id, days)
        if one is not None and one.waits is not None:
            return one.waits
    return None


def ratios(results: Results, data: Dataset) -> Table:
    """Each question as it is usually asked, of the largest site: Hitlake's milliseconds, and the others' in its own."""
    peers = [name for name in results if name not in (HITLAKE.name, INSIDE.name)]
    rows: list[tuple[Cell, ...]] = []
    for question in QUESTIONS:
        mine = ours(results, question.name, data.largest.site_id, question.days)
        assert mine is not None
        theirs = [found(results, name, question.name, data.largest.site_id, question.days) for name in peers]
        rows.append((question.name, question.days, mine.median * 1000, *(_ratio(one, mine) for one in theirs)))
    return Table(("question", "days", "Hitlake ms", *(f"{name}, times" for name in peers)), tuple(rows))


def details(results: Results, data: Dataset) -> Table:
    """The same: the median, the spread, how many were asked, and the ratio to Hitlake."""
    rows: list[tuple[Cell, ...]] = []
    for question in QUESTIONS:
        mine = ours(results, question.name, data.largest.site_id, question.days)
        for engine in results:
            one = found(results, engine, question.name, data.largest.site_id, question.days)
            if one is not None:
                rows.append((question.name, question.days, engine, *_measures(one, mine)))
    return Table(("question", "days", "engine", "median ms", "spread", "asked", "ratio"), tuple(rows), _DETAILS)


_DETAILS = "The same one by one:"


def measurements(results: Results) -> tuple[dict[str, Any], ...]:
    """All of them, for the JSON."""
    return tuple(
        {
            "engine": engine,
            "question": one.asked.question,
            "hits": one.asked.site.hits,
            "days": one.asked.days,
            "seconds": one.waits.values if one.waits else [],
            "why_not": one.why,
        }
        for engine, measured in results.items()
        for one in measured
    )


def over(results: Results, question: str, asked: Sequence[Asked], heading: str) -> Table:
    """The medians in milliseconds, a row for each of `asked`, which differ in hits or in days."""
    cells = {engine: [_median(_same(measured, one)) for one in asked] for engine, measured in results.items()}
    shown = {engine: column for engine, column in cells.items() if any(cell != "" for cell in column)}
    steps = [_step(one, heading) for one in asked]
    rows = tuple(zip(steps, *shown.values(), strict=True))
    return Table((heading, *(f"{engine} ms" for engine in shown)), rows, f"{question.capitalize()} over {heading}:")


def line(measured: Sequence[Measured], asked: Sequence[Asked], heading: str) -> list[tuple[float, float]]:
    """Points of a picture: hits or days, and milliseconds."""
    cells = ((one, _same(measured, one)) for one in asked)
    return [(_step(one, heading), cell.waits.median * 1000) for one, cell in cells if cell and cell.waits]


def _same(measured: Sequence[Measured], asked: Asked) -> Measured | None:
    place = (asked.question, asked.site.site_id, asked.days)
    return next(
        (one for one in measured if (one.asked.question, one.asked.site.site_id, one.asked.days) == place), None
    )


def _step(asked: Asked, heading: str) -> float:
    return asked.days if heading == "days" else asked.site.hits


def _measures(one: Measured, mine: Samples | None) -> tuple[Cell, ...]:
    if one.waits is None:
        return one.why, "", 0, ""
    ratio = one.waits.median / mine.median if mine else None
    return one.waits.median * 1000, one.waits.spread, len(one.waits.values), "" if ratio is None else figure(ratio)


def _ratio(one: Measured | None, mine: Samples) -> Cell:
    if one is None:
        return ""
    return one.waits.median / mine.median if one.waits else one.bound


def _median(one: Measured | None) -> Cell:
    if one is None:
        return ""
    return one.waits.median * 1000 if one.waits else one.bound
