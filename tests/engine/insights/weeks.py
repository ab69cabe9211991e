"""Material as a test words it: the same every week, but for what it changes."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from engine.insights.material import DIMENSIONS, WEEKS, Material
from engine.reports.breakdown import Totals

DAY = date(2026, 6, 29)
"""A Monday."""


def views(count: int) -> Totals:
    return Totals(pageviews=count, visitors=count, visits=count, bounces=count // 2, duration_ms=count * 30_000)


def material(
    of_day: Callable[[date], int] = lambda _: 100, *, weeks: int = WEEKS, **values: dict[str, Sequence[int]]
) -> Material:
    """`values` are weekly counts by dimension and value, the newest first; missing weeks repeat the last one."""
    days = {DAY - timedelta(days=n): views(of_day(DAY - timedelta(days=n))) for n in range(1, 7 * weeks + 1)}
    hours = {(day, 14): totals for day, totals in days.items()}
    rows = {
        name: {value: _weekly(counts, name) for value, counts in values.get(name, {}).items()} for name in DIMENSIONS
    }
    return Material(DAY, days, hours, rows)


def _weekly(counts: Sequence[int], dimension: str) -> list[Totals]:
    padded = [*counts, *[counts[-1]] * (WEEKS - len(counts))]
    if dimension == "event":
        return [Totals(events=count, visitors=count) for count in padded]
    return [views(count) for count in padded]
