"""What DATA holds at one moment: relations of one site and some days, over all layers, each hit once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from engine.reports.counting import Counting
from engine.reports.diagnosis import WatchedQueries
from engine.reports.narrowing import SAME_VISIT, Narrowing
from engine.reports.open_days import OpenDays
from engine.reports.open_hits import OpenHits
from engine.reports.relation import Relation
from engine.statements import FEW_HITS, Statements
from engine.storage.imported import imported_files
from engine.storage.layout import Layout
from engine.storage.parquet import FILED_COLUMNS
from engine.storage.snapshot import Snapshot
from schemas.dimensions import BY_NAME
from schemas.filters import Filter
from schemas.hits import HIT_SCHEMA
from schemas.questions import Days
from schemas.rollups import ROLLUP_SCHEMA
from schemas.sites import Site
from schemas.visits import VISIT_SCHEMA

_FILED_VISITS = ", ".join(name for name in VISIT_SCHEMA.names if name != "site_id")


@dataclass(frozen=True, slots=True)
class Moment:
    """Relations of one snapshot, and answers from them. For one question, in one thread.

    Raises BusyError when an answer takes too long, duckdb.IOException where a file is not there any more.
    """

    snapshot: Snapshot
    layout: Layout
    queries: WatchedQueries
    statements: Statements
    kept: OpenDays

    def rows(
        self, statement: str, relation: Relation, slots: Mapping[str, str] | None = None, /, **values: object
    ) -> list[tuple[Any, ...]]:
        """Runs a statement that has the relation's slot."""
        sql = self.statements.text(statement, **{relation.slot: relation.sql}, **(slots or {}))
        return self.queries.rows(sql, relation.values | values, relation.tables)

    def table(
        self, statement: str, relation: Relation, slots: Mapping[str, str] | None = None, /, **values: object
    ) -> pa.Table:
        """The same as an Arrow table."""
        sql = self.statements.text(statement, **{relation.slot: relation.sql}, **(slots or {}))
        return self.queries.table(sql, relation.values | values, relation.tables)

    def open_days(self, site: Site, days: Days) -> frozenset[date]:
        """The days that have hits and are not closed."""
        return frozenset(self.snapshot.open_days(site.id, days.first, days.end))

    def narrowed(
        self, site: Site, days: Days, dimensions: Iterable[str], filters: Sequence[Filter], *, of_day: bool
    ) -> Relation:
        """Rollup rows of the visits that pass the filters; without `of_day` over all days at once, day null."""
        narrowing = Narrowing(tuple(dimensions), filters)
        visits = self.visits(site, days)
        hits = self.hits(site, days) if narrowing.needs_hits else Relation("hits", "")
        named = [BY_NAME[name] for name in narrowing.names]
        sql = self.statements.text(
            "narrowed_rows",
            days_visits=visits.sql,
            conditions=narrowing.conditions(visits.sql, hits.sql),
            narrowed_columns=narrowing.columns,
            narrowed=self.statements.narrowed(named, of_day=of_day, hits=hits.sql, same_visit=SAME_VISIT),
        )
        return Relation("rows", sql, visits.values | hits.values | narrowing.values(), visits.tables | hits.tables)

    def rollup_files(self, site: Site, days: Days) -> list[str]:
        """Of the months that the days touch."""
        return self.snapshot.closed.rollup_files(self.layout, site.id, days.first, days.end)

    def rollups(self, site: Site, days: Days, dimensions: Iterable[str]) -> Relation:
        """Rollup rows of the dimensions; those of open days may be some seconds old where they cost much.

        Days without hits have what another system counted.
        """
        names = tuple(dimensions)
        open_days = self.open_days(site, days)
        parts = [self.closed_rollups(site, days, names), *self._imported_rollups(site, days, names)]
        if open_days:
            parts.append(self._open_rollups(site, open_days, names))
        values = {name: value for part in parts for name, value in part.values.items()}
        tables = {name: table for part in parts for name, table in part.tables.items()}
        return Relation("rows", "\nunion all\n".join(part.sql for part in parts), values, tables)

    def _open_rollups(self, site: Site, days: frozenset[date], names: tuple[str, ...]) -> Relation:
        """A table that a statement can see costs 1.5 ms, a fifth of a short question, so only where it is needed."""
        return Relation("rows", "select * from open_rows", {}, {"open_rows": self._open_rows(site, days, names)})

    def closed_rollups(self, site: Site, days: Days, dimensions: Iterable[str]) -> Relation:
        """Rollup rows of the closed days alone."""
        files = self.rollup_files(site, days)
        if not files:
            return Relation("rows", "select * from no_rows", {}, {"no_rows": ROLLUP_SCHEMA.empty_table()})
        values: dict[str, object] = {"rollups": files, "first": days.first, "last": days.last}
        closed = "true"
        if open_days := self.open_days(site, days):
            closed, values["open_days"] = "not list_contains($open_days, day)", sorted(open_days)
        named = ", ".join(f"'{BY_NAME[name].name}'" for name in dimensions)
        return Relation("rows", self.statements.text("closed_rows", dimensions=named, closed=closed), values)

    def imported_files(self, site: Site, days: Days) -> list[str]:
        """What another system counted in the months that the days touch."""
        return imported_files(self.layout, site.id, days.first, days.end)

    def imported_origins(self, site: Site, days: Days) -> list[tuple[Any, ...]]:
        """The systems that counted days without hits, each with its first and its last one."""
        found = self._imported("imported_origins", site, days)
        return self.queries.rows(found.sql, found.values) if found else []

    def _imported_rollups(self, site: Site, days: Days, dimensions: tuple[str, ...]) -> Iterator[Relation]:
        found = self._imported("imported_rows", site, days)
        if found:
            yield replace(found, values=found.values | {"dimensions": list(dimensions)})

    def _imported(self, statement: str, site: Site, days: Days) -> Relation | None:
        """None where nothing was imported of these days."""
        files = self.imported_files(site, days)
        if not files:
            return None
        values: dict[str, object] = {
            "imported": files,
            "first": days.first,
            "last": days.last,
            "open_days": sorted(self.open_days(site, days)),
        }
        if own := self.rollup_files(site, days):
            return Relation("rows", self.statements.text(statement), values | {"rollups": own})
        return Relation("rows", self.statements.text(statement, own_days="select null::date where false"), values)

    def hits(self, site: Site, days: Days) -> Relation:
        open_hits = self.open_hits(site, self.open_days(site, days))
        files = self.snapshot.closed.files(self.layout, "hits", site.id, days.first, days.end)
        if not files:
            return open_hits
        closed = self.statements.text("closed_hits", columns=FILED_COLUMNS)
        values = open_hits.values | {"closed": files, "first": days.first, "last": days.last}
        return Relation("hits", f"{open_hits.sql}\nunion all\n{closed}", values, open_hits.tables)

    def open_hits(self, site: Site, days: Iterable[date]) -> Relation:
        """Hits of days that are not closed."""
        return OpenHits(self.statements, self.snapshot, site.id, frozenset(days)).all()

    def open_hits_of_sites(self, days: Mapping[int, frozenset[date]]) -> Relation:
        """Hits of open days of sites by their ids, with `site_id`; superseded ones of other days are among them."""
        recent = {
            file for site_id, of_site in days.items() for file in self.snapshot.recent_files(site_id, set(of_site))
        }
        hot = {
            hot.name: hot
            for site_id, of_site in days.items()
            for hot in self.snapshot.hot_segments(site_id, set(of_site))
        }
        parts = [self.statements.text("hot_hits_of_sites")]
        values: dict[str, object] = {"site_ids": list(days)}
        if recent:
            parts.append(self.statements.text("recent_hits_of_sites"))
            values["recent"] = sorted(recent)
        batches = [batch for segment in hot.values() for batch in segment.batches]
        return Relation(
            "hits", "\nunion all\n".join(parts), values, {"hot": pa.Table.from_batches(batches, HIT_SCHEMA)}
        )

    def visits(self, site: Site, days: Days, open_visits: pa.Table | None = None) -> Relation:
        """Visits of the days. `open_visits` are those of open days, for who asks more than once; others do no harm."""
        if open_visits is None:
            open_visits = self.open_visits(site, days)
        values: dict[str, object] = {"first": days.first, "last": days.last}
        parts = [f"select {_FILED_VISITS} from open_visits where day between $first and $last"]
        files = self.snapshot.closed.files(self.layout, "visits", site.id, days.first, days.end)
        if files:
            parts.append(self.statements.text("closed_visits", visit_columns=_FILED_VISITS))
            values["closed_visits"] = files
        return Relation("visits", "\nunion all\n".join(parts), values, {"open_visits": open_visits})

    def open_visits(self, site: Site, days: Days) -> pa.Table:
        """Visits of the open days, computed now."""
        open_days = self.open_days(site, days)
        if not open_days:
            return VISIT_SCHEMA.empty_table()
        hits = self.open_hits(site, open_days)
        sql = self.statements.text("open_visits", open_hits=hits.sql, visit_columns=_FILED_VISITS)
        return self.queries.table(sql, hits.values, hits.tables)

    def _open_rows(self, site: Site, days: frozenset[date], dimensions: tuple[str, ...]) -> pa.Table:
        together = Counting(self.statements, self.queries, self.snapshot, site.id, days, dimensions)
        if len(days) == 1 or together.at_most() < FEW_HITS:
            return self.kept.rows(together)
        # Each by itself, so that nothing is counted anew when one of them is closed or begins.
        return pa.concat_tables(self.kept.rows(replace(together, days=frozenset({day}))) for day in sorted(days))
