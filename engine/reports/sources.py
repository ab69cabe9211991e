"""Where an answer comes from: one moment of DATA, taken anew while files are being moved."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import duckdb

from engine.queries import Queries
from engine.reports.diagnosis import Diagnosis, WatchedQueries
from engine.reports.moment import Moment
from engine.reports.open_days import OpenDays
from engine.statements import Statements
from engine.storage.layout import Layout
from engine.storage.snapshot import Snapshots
from schemas.errors import BusyError
from schemas.filters import Filter
from schemas.questions import Days
from schemas.sites import Site

T = TypeVar("T")

_PAUSES = (0.0, 0.0, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds before each further look: packing a large month takes a while between its two layers."""


class Sources:
    """Thread-safe.

    Everything raises BusyError when it takes too long or a derived file has to be made again first, and
    DamagedFileError for hits that cannot be read.
    """

    def __init__(
        self,
        layout: Layout,
        current: Snapshots,
        queries: Queries,
        statements: Statements,
        open_days: OpenDays,
        diagnosis: Diagnosis,
    ) -> None:
        self._layout, self._current, self.queries = layout, current, queries
        self._statements, self.open_days, self._diagnosis = statements, open_days, diagnosis

    def ask(self, question: Callable[[Moment], T]) -> T:
        """What `question` makes of a moment; all its statements see the same hits."""
        for pause in _PAUSES:
            snapshot, watched = self._current.read(), WatchedQueries(self.queries)
            try:
                return question(Moment(snapshot, self._layout, watched, self._statements, self.open_days))
            except duckdb.Error as error:
                blamed = self._diagnosis.blame(watched.files)
                if blamed is not None:
                    raise blamed from error
                if not isinstance(error, duckdb.IOException) and type(error) is not duckdb.Error:
                    raise
                # A file may be packed or filed away between the look at the snapshot and the reading: look again.
                # One that is replaced while it is read holds no sense, which DuckDB tells by an error of no class.
                failure = error
                time.sleep(pause)
        moved = BusyError("the files of these days are being moved")
        raise self._diagnosis.blame_missing(watched.files) or moved from failure

    def ask_rollups(
        self, statement: str, site: Site, days: Days, dimensions: Iterable[str], **values: object
    ) -> list[tuple[Any, ...]]:
        """Runs a statement with a slot `rows` that holds the rollup rows of the dimensions."""
        names = tuple(dimensions)
        return self.ask(lambda moment: moment.rows(statement, moment.rollups(site, days, names), **values))

    def ask_narrowed(
        self,
        statement: str,
        site: Site,
        days: Days,
        dimensions: Iterable[str],
        filters: Sequence[Filter],
        slots: Mapping[str, str] | None = None,
        *,
        of_day: bool = True,
        **values: object,
    ) -> list[tuple[Any, ...]]:
        """Runs a statement with a slot `rows`, as `ask_rollups`; filters lead past the rollups to the visits.

        `of_day` is for statements that need the rows of each day.
        """
        names = tuple(dimensions)

        def answer(moment: Moment) -> list[tuple[Any, ...]]:
            if not filters:
                return moment.rows(statement, moment.rollups(site, days, names), slots, **values)
            relation = moment.narrowed(site, days, names, filters, of_day=of_day)
            return moment.rows(statement, relation, slots, **values)

        return self.ask(answer)

    def ask_hits(
        self, statement: str, site: Site, days: Days, slots: Mapping[str, str] | None = None, /, **values: object
    ) -> list[tuple[Any, ...]]:
        """Runs a statement with a slot `hits` that holds the hits of the days."""
        return self.ask(lambda moment: moment.rows(statement, moment.hits(site, days), slots, **values))

    def ask_visits(self, statement: str, site: Site, days: Days, **values: object) -> list[tuple[Any, ...]]:
        """Runs a statement with a slot `visits` that holds the visits of the days."""
        return self.ask(lambda moment: moment.rows(statement, moment.visits(site, days), **values))
