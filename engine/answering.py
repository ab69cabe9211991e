"""Joins what answers questions: a DuckDB of its own, bounded, over one lake."""

from engine.duck import DuckLimits, open_duck
from engine.queries import Queries
from engine.reports.diagnosis import Diagnosis
from engine.reports.open_days import OpenDays
from engine.reports.sources import Sources
from engine.statements import Statements
from engine.storage.lake import Lake


def open_sources(
    lake: Lake, statements: Statements, limits: DuckLimits, *, concurrency: int = 4, timeout_seconds: float = 30
) -> tuple[Sources, Queries]:
    """The sources of all reports, and the queries behind them, which are to be closed at the end."""
    duck = open_duck(lake.layout.root, lake.layout.tmp / "spill", limits)
    queries = Queries(duck, concurrency=concurrency, timeout_seconds=timeout_seconds)
    diagnosis = Diagnosis(lake.layout, queries, lake.damages, lake.housekeeping.doubt)
    return Sources(lake.layout, lake.current, queries, statements, OpenDays(timeout_seconds), diagnosis), queries
