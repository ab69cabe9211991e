"""Rollup rows of open days, computed from their hits: as a whole, in parts, or by what came since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from engine.reports.diagnosis import WatchedQueries
from engine.reports.open_hits import OpenHits
from engine.statements import FEW_HITS, Statements
from engine.storage.marks import Marks
from engine.storage.snapshot import Snapshot
from schemas.dimensions import BY_NAME
from schemas.rollups import ROLLUP_SCHEMA

_OF_PART = "visitor % $parts = $part"

HITS_A_VISITOR = 4
"""About so many hits has a visitor who came again."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Some dimensions over open days of one site, from the hits of one snapshot; a visitor is in one part alone."""

    statements: Statements
    queries: WatchedQueries
    snapshot: Snapshot
    site_id: int
    days: frozenset[date]
    dimensions: tuple[str, ...]

    @property
    def key(self) -> tuple[int, frozenset[date], tuple[str, ...]]:
        return self.site_id, self.days, self.dimensions

    def at_most(self) -> int:
        """Hits, those of other sites in the same segments among them."""
        return sum(self.marks().rows.values())

    def marks(self, earlier: Marks | None = None) -> Marks:
        """How far this counts."""
        return (earlier or Marks()).read(self.snapshot, self.site_id, self.days)

    def hits(self) -> int:
        hits = self._hits().all()
        sql = self.statements.text("hit_count", hits=hits.sql)
        [[count]] = self.queries.rows(sql, hits.values, hits.tables)
        return int(count)

    def rows(self, part: int = 0, parts: int = 1) -> pa.Table:
        """Rollup rows of a part of the visitors."""
        hits = self._hits().all() if parts == 1 else self._hits().all(_OF_PART)
        sql = self.statements.text("open_rows", hits=hits.sql, rollup=self._rollup(self.at_most()))
        values = hits.values if parts == 1 else hits.values | {"part": part, "parts": parts}
        return self.queries.table(sql, values, hits.tables)

    def changes(self, since: Marks, part: int = 0, parts: int = 1) -> pa.Table:
        """What is to be added to the rows of `since`; metrics may be negative."""
        fresh, counted = self._hits().fresh(since), self._hits().counted(since)
        about = HITS_A_VISITOR * self.marks().hits_beyond(since)
        sql = self.statements.text("changed_rows", fresh=fresh.sql, counted=counted.sql, rollup=self._rollup(about))
        values = counted.values | fresh.values | {"part": part, "parts": parts}
        return self.queries.table(sql, values, counted.tables | fresh.tables)

    def summed(self, tables: Sequence[pa.Table]) -> pa.Table:
        """Rows that were counted in parts, and their changes, as those of a whole."""
        sql = self.statements.text("summed_rows", rows="select * from parts")
        return self.queries.table(sql, {}, {"parts": pa.concat_tables(one.cast(ROLLUP_SCHEMA) for one in tables)})

    def _hits(self) -> OpenHits:
        return OpenHits(self.statements, self.snapshot, self.site_id, self.days)

    def _rollup(self, hits: int) -> str:
        named = [BY_NAME[name] for name in self.dimensions]
        return self.statements.rollup(named, hits=hits if hits < FEW_HITS else None)
