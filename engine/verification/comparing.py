"""One file of hits against its name, its note, and the visits and rollups that follow from it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from engine.statements import Statements
from engine.storage.parquet import FILED_COLUMNS, Fingerprints, fingerprints
from schemas.rollups import ROLLUP_SCHEMA
from schemas.visits import VISIT_SCHEMA

_VISIT_COLUMNS = ", ".join(name for name in VISIT_SCHEMA.names if name != "site_id")
_ROLLUP_COLUMNS = ", ".join(ROLLUP_SCHEMA.names)


class Comparing:
    """Computes anew what follows from a file of hits. One thread at a time; raises duckdb.Error where a file moves."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, statements: Statements) -> None:
        self._duck, self._statements = duck, statements

    def load(self, hits: Path) -> Fingerprints:
        """What the days of the file are; the other methods speak of this file until the next one is loaded."""
        select = f"select {FILED_COLUMNS} from read_parquet($path, hive_partitioning = false)"
        self._duck.execute(f"create or replace temp table hits as {select}", {"path": str(hits)})
        for table in ("visit_hits", "visits"):
            self._duck.execute(f"create or replace temp table {table} as {self._statements.text(table)}")
        self._duck.execute(f"create or replace temp table rollup as {self._statements.rollup()}")
        return dict(self._duck.execute(self._statements.text("fingerprints")).fetchall())

    def faults_of_hits(self, prints: Fingerprints, days: set[date] | None, month: str, hits: Path) -> Iterator[str]:
        """`days` are those that the name allows; None for a packed month."""
        strange = [day for day in prints if (day not in days if days is not None else f"{day:%Y-%m}" != month)]
        if strange:
            yield f"holds hits of {strange[0]}"
        noted = fingerprints(hits)
        if noted is not None and noted != prints:
            yield "holds other hits than its own note says"
        if count := self._count("impossible_stamps", {}):
            yield f"{count} hits bear a day and hour that no time zone had at their instant"

    def other_zone(self, zone: str) -> int:
        """How many hits bear a day or hour that the zone did not have: they came while the site had another one."""
        return self._count("stamps_of_other_zones", {"zone": zone})

    def visits_differ(self, visits: Path) -> bool:
        return self._count("differing_visits", {"closed_visits": [str(visits)]}) > 0

    def rollups_differ(self, rollups: Path, days: list[date]) -> bool:
        return self._count("differing_rollups", {"rollups": [str(rollups)], "days": days}) > 0

    def rollup_days(self, rollups: Path) -> set[date]:
        values = {"rollups": [str(rollups)]}
        return {day for (day,) in self._duck.execute(self._statements.text("rollup_days"), values).fetchall()}

    def forget(self) -> None:
        """Gives back the memory of the file that was loaded last."""
        for table in ("hits", "visit_hits", "visits", "rollup"):
            self._duck.execute(f"drop table if exists {table}")

    def _count(self, statement: str, values: dict[str, object]) -> int:
        text = self._statements.text(statement, visit_columns=_VISIT_COLUMNS, rollup_values=_ROLLUP_COLUMNS)
        row = self._duck.execute(text, values).fetchone()
        return int(row[0]) if row else 0
