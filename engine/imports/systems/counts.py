"""Exports of other systems that hold the counts of each day: what of them can be taken over."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.imports.systems import ga4, matomo_reports, plausible
from engine.imports.systems.counting import Counting
from engine.imports.systems.exports import Export
from engine.imports.systems.tables import Table


@dataclass(frozen=True, slots=True)
class CountSystem:
    """`counting` says how a table is counted; None for one that is not this system's, or of no use here.

    It raises BadInputError for one of this system's that could be taken over if it had been made otherwise.
    """

    name: str
    counting: Callable[[Table], Counting | None]


@dataclass(frozen=True, slots=True)
class CountExport:
    """`tables` are those that are taken over."""

    system: str
    export: Export
    tables: tuple[tuple[Table, Counting], ...]


COUNT_SYSTEMS: tuple[CountSystem, ...] = (
    CountSystem("plausible", plausible.counting),
    CountSystem("matomo", matomo_reports.counting),
    CountSystem("ga4", ga4.counting),
)


def find_counts(export: Export) -> CountExport | None:
    """None where no table is of a known system. Raises BadInputError as `counting` does."""
    for system in COUNT_SYSTEMS:
        counted = [(table, system.counting(table)) for table in export.tables]
        tables = tuple((table, counting) for table, counting in counted if counting is not None)
        if tables:
            for table, counting in tables:
                counting.require_columns(table)
            return CountExport(system.name, export, tables)
    return None
