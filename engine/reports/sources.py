"""Where an answer comes from: the relations of one site and some days, over all layers, each hit once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from engine.queries import Queries
from engine.reports.narrowing import narrowing_slots, narrowing_values
from engine.reports.open_days import OpenDays
from engine.statements import Statements
from engine.storage.layout import Layout
from engine.storage.parquet import FILED_COLUMNS
from engine.storage.snapshot import CurrentSnapshot, Snapshot
from schemas.dimensions import BY_NAME
from schemas.errors import BusyError
from schemas.filters import Filter
from schemas.hits import HIT_SCHEMA
from schemas.questions import Days
from schemas.rollups import ROLLUP_SCHEMA
from schemas.sites import Site
from schemas.visits import VISIT_SCHEMA

_TRIES = 5
_VISIT_COLUMNS = ", ".join(name for name in VISIT_SCHEMA.names if name != "site_id")


@dataclass(frozen=True, slots=True)
class Relation:
    """A SQL text for a slot, with the parameters and the tables in memory that it needs."""

    sql: str
    values: dict[str, object] = field(default_factory=dict)
    tables: dict[str, pa.Table] = field(default_factory=dict)


class Sources:
    """Gives reports their relations and runs their statements. Thread-safe."""

    def __init__(
        self, layout: Layout, current: CurrentSnapshot, queries: Queries, statements: Statements, open_days: OpenDays
    ) -> None:
        self._layout, self._current, self._queries = layout, current, queries
        self._statements, self._open_days = statements, open_days

    def ask_rollups(
        self, statement: str, site: Site, days: Days, dimensions: Iterable[str], **values: object
    ) -> list[tuple[Any, ...]]:
        """Runs a statement with a slot `rows` that holds the rollup rows of the dimensions.

        Raises BusyError when it takes too long.
        """
        names = tuple(dimensions)
        return self._ask(statement, "rows", lambda snapshot: self._rollup_rows(snapshot, site, days, names), values)

    def ask_narrowed(
        self,
        statement: str,
        site: Site,
        days: Days,
        dimensions: Iterable[str],
        filters: Sequence[Filter],
        slots: Mapping[str, str] | None = None,
        **values: object,
    ) -> list[tuple[Any, ...]]:
        """Runs a statement with a slot `rows`, as `ask_rollups`; filters lead past the rollups to hits and visits."""
        names = tuple(dimensions)

        def relate(snapshot: Snapshot) -> Relation:
            if filters:
                return self._narrowed_rows(snapshot, site, days, names, filters)
            return self._rollup_rows(snapshot, site, days, names)

        return self._ask(statement, "rows", relate, values, slots)

    def ask_hits(self, statement: str, site: Site, days: Days, **values: object) -> list[tuple[Any, ...]]:
        """Runs a statement with a slot `hits` that holds the hits of the days."""
        return self._ask(statement, "hits", lambda snapshot: self._hits(snapshot, site, days), values)

    def _ask(
        self,
        statement: str,
        slot: str,
        relate: Callable[[Snapshot], Relation],
        values: dict[str, object],
        slots: Mapping[str, str] | None = None,
    ) -> list[tuple[Any, ...]]:
        for _ in range(_TRIES):
            snapshot = self._current.read()
            relation = relate(snapshot)
            sql = self._statements.text(statement, **{slot: relation.sql}, **(slots or {}))
            try:
                return self._queries.rows(sql, relation.values | values, relation.tables)
            except duckdb.IOException:
                # A file may be packed or filed away between the look at the snapshot and the reading: look again.
                if self._current.read().version == snapshot.version:
                    raise
        raise BusyError("the files of these days are being moved")

    def _rollup_rows(self, snapshot: Snapshot, site: Site, days: Days, dimensions: tuple[str, ...]) -> Relation:
        open_days = snapshot.open_days(site.id, days.first, days.end)
        files = snapshot.closed.rollup_files(self._layout, site.id, days.first, days.end)
        parts, values, tables = ["select * from open_rows"], {}, {"open_rows": ROLLUP_SCHEMA.empty_table()}
        if open_days:
            tables["open_rows"] = self._open_rows(snapshot, site, open_days, dimensions)
        if files:
            parts.append(self._statements.text("closed_rows"))
            values = {
                "rollups": files,
                "first": days.first,
                "last": days.last,
                "dimensions": list(dimensions),
                "open_days": sorted(open_days),
            }
        return Relation("\nunion all\n".join(parts), values, tables)

    def _open_rows(self, snapshot: Snapshot, site: Site, open_days: set[Any], dimensions: tuple[str, ...]) -> pa.Table:
        def compute() -> pa.Table:
            hits = self._open_hits(snapshot, site, open_days, FILED_COLUMNS)
            sql = self._statements.text(
                "open_rows",
                hits=hits.sql,
                rollup=self._statements.rollup(BY_NAME[name] for name in dimensions),
            )
            return self._queries.table(sql, hits.values, hits.tables)

        return self._open_days.rows(snapshot, site.id, frozenset(open_days), dimensions, compute)

    def _narrowed_rows(
        self, snapshot: Snapshot, site: Site, days: Days, dimensions: tuple[str, ...], filters: Sequence[Filter]
    ) -> Relation:
        hits, visits = self._hits(snapshot, site, days), self._visits(snapshot, site, days)
        sql = self._statements.text(
            "narrowed_rows",
            hits=hits.sql,
            days_visits=visits.sql,
            rollup=self._statements.rollup(BY_NAME[name] for name in dimensions),
            **narrowing_slots(filters),
        )
        return Relation(sql, hits.values | visits.values | narrowing_values(filters), hits.tables | visits.tables)

    def _visits(self, snapshot: Snapshot, site: Site, days: Days) -> Relation:
        open_days = snapshot.open_days(site.id, days.first, days.end)
        hits = self._open_hits(snapshot, site, open_days, FILED_COLUMNS)
        opened = self._statements.text("open_visits", open_hits=hits.sql, visit_columns=_VISIT_COLUMNS)
        files = snapshot.closed.files(self._layout, "visits", site.id, days.first, days.end)
        if not files:
            return Relation(opened, hits.values, hits.tables)
        closed = self._statements.text("closed_visits", visit_columns=_VISIT_COLUMNS)
        values = hits.values | {"closed_visits": files, "first": days.first, "last": days.last}
        return Relation(f"{opened}\nunion all\n{closed}", values, hits.tables)

    def _hits(self, snapshot: Snapshot, site: Site, days: Days) -> Relation:
        open_days = snapshot.open_days(site.id, days.first, days.end)
        relation = self._open_hits(snapshot, site, open_days, FILED_COLUMNS)
        files = snapshot.closed.files(self._layout, "hits", site.id, days.first, days.end)
        if not files:
            return relation
        closed = self._statements.text("closed_hits", columns=FILED_COLUMNS)
        values = relation.values | {"closed": files, "first": days.first, "last": days.last}
        return Relation(f"{relation.sql}\nunion all\n{closed}", values, relation.tables)

    def _open_hits(self, snapshot: Snapshot, site: Site, open_days: set[Any], columns: str) -> Relation:
        recent = snapshot.recent_files(site.id, open_days)
        hot = snapshot.hot_segments(site.id, open_days)
        parts: list[str] = []
        values: dict[str, object] = {}
        tables: dict[str, pa.Table] = {}
        if recent:
            parts.append(self._statements.text("recent_hits", columns=columns))
            values["recent"] = recent
        if hot or not recent:
            parts.append(self._statements.text("hot_hits", columns=columns))
            batches = [batch for segment in hot for batch in segment.batches]
            tables["hot"] = pa.Table.from_batches(batches, HIT_SCHEMA)
        values |= {"site_id": site.id, "open_days": sorted(open_days)}
        return Relation("\nunion all\n".join(parts), values, tables)
