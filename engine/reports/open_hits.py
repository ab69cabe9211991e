"""Hits of open days as SQL: those of flushed segments and those in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from engine.reports.relation import Relation
from engine.statements import Statements
from engine.storage.marks import Marks, Split
from engine.storage.parquet import FILED_COLUMNS
from engine.storage.segments import HotSegment
from engine.storage.snapshot import Snapshot
from schemas.hits import HIT_SCHEMA

_ALL = "true"
_COUNTED = "hit_id <= $last_hit_id"
_LATER = "hit_id > $last_hit_id"


@dataclass(frozen=True, slots=True)
class OpenHits:
    """Hits of a site's days that are not closed. The conditions of statements may have parameters of their own."""

    statements: Statements
    snapshot: Snapshot
    site_id: int
    days: frozenset[date]

    def all(self, condition: str = _ALL) -> Relation:
        """Those that a condition holds for."""
        recent = self.snapshot.recent_files(self.site_id, self.days)
        return self._relation({"recent": (recent, condition)}, condition)

    def counted(self, marks: Marks) -> Relation:
        """Those that the marks stand for."""
        split = self._split(marks)
        return self._relation({"counted": (split.counted, _ALL), "grown": (split.grown, _COUNTED)}, _COUNTED, marks)

    def fresh(self, marks: Marks) -> Relation:
        """Those that came since."""
        split = self._split(marks)
        return self._relation({"fresh": (split.fresh, _ALL), "grown": (split.grown, _LATER)}, _LATER, marks)

    def _split(self, marks: Marks) -> Split:
        return marks.split(self.snapshot.recent_segments(self.site_id, self.days))

    def _relation(
        self, files: Mapping[str, tuple[Sequence[str], str]], condition: str, marks: Marks | None = None
    ) -> Relation:
        """Files by the parameter that stands for them, each with its condition; and the hot segments with theirs."""
        hot = self.snapshot.hot_segments(self.site_id, self.days)
        there = {name: part for name, part in files.items() if part[0]}
        values: dict[str, object] = {"site_id": self.site_id, "open_days": sorted(self.days)}
        values |= {name: list(paths) for name, (paths, _) in there.items()}
        parts = [
            self.statements.text("recent_hits", columns=FILED_COLUMNS, files=name, condition=own)
            for name, (_, own) in there.items()
        ]
        tables = {}
        if hot or not there:
            parts.append(self.statements.text("hot_hits", columns=FILED_COLUMNS, condition=condition))
            tables["hot"] = _table(hot)
        if marks is not None and (tables or "grown" in there):
            values["last_hit_id"] = marks.last_hit_id
        return Relation("hits", "\nunion all\n".join(parts), values, tables)


def _table(hot: Sequence[HotSegment]) -> pa.Table:
    return pa.Table.from_batches([batch for segment in hot for batch in segment.batches], HIT_SCHEMA)
