"""Files that `hitlake export` wrote: hits that are ready and keep their visitors, and counts."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from engine.duck import DuckLimits, open_duck
from engine.imports.requests import Problem
from engine.imports.summary import Summary, Unparsed
from engine.statements import Statements
from schemas.dimensions import DIMENSIONS
from schemas.errors import BadInputError
from schemas.hits import HIT_SCHEMA
from schemas.metrics import METRICS
from schemas.rollups import IMPORTED_SCHEMA
from schemas.sites import Site

FORMAT_NAME = "hitlake"
"""The origin, too, of counts whose file names none."""

_OWN = f"'{FORMAT_NAME}'"
"""As SQL."""

BATCH_ROWS = 65_536

STAMPED = ("hit_id", "site_id", "day", "hour")
"""Given anew."""

VISITS_AT_A_TIME = 200_000

_KEPT = tuple(name for name in HIT_SCHEMA.names if name not in STAMPED)


@dataclass(frozen=True, slots=True)
class Exported(ABC):
    """`source` reads the file, as DuckDB's SQL says it, with `$path`."""

    path: Path
    source: str

    @property
    @abstractmethod
    def needed(self) -> tuple[str, ...]:
        """The columns without which nothing can be made of a row."""

    @property
    def whole(self) -> str:
        """Which rows have them, as SQL."""
        return " and ".join(f"{name} is not null" for name in self.needed)

    def take_account(self, summary: Summary) -> None:
        """Of its rows, and of those that are not whole. Raises BadInputError."""
        with self.opened() as connection:
            text = f"select count(*), count(*) filter (where {self.whole}) from {self.source}"
            [(rows, whole)] = self.relation(connection, text, {}).fetchall()
        summary.lines = rows
        if rows > whole:
            lacking = Unparsed(lines=rows - whole, first_line=0, example=f"rows without {', '.join(self.needed)}")
            summary.unparsed[Problem.FIELDS.value] = lacking

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """DuckDB that reads the file with bounded memory."""
        with TemporaryDirectory(prefix="hitlake-") as spill:
            connection = open_duck(self.path.parent, Path(spill), DuckLimits(), keeps_order=True)
            with connection:
                yield connection

    def relation(
        self, connection: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, object]
    ) -> duckdb.DuckDBPyRelation:
        try:
            return connection.sql(text, params={**values, "path": str(self.path.resolve())})
        except duckdb.Error as error:
            raise self.damaged(error) from None

    def damaged(self, error: Exception) -> BadInputError:
        return BadInputError(f"{self.path}: cannot be read as an export, nothing of it was imported ({error})")


class ExportedHits(Exported):
    @property
    def needed(self) -> tuple[str, ...]:
        return "created_at", "visitor", "path"

    def tables(self, site: Site, statements: Statements) -> Iterator[pa.Table]:
        """Its whole rows as hits of the site in HIT_SCHEMA, some at a time, `hit_id` 0. Raises BadInputError."""
        values = {"site_id": site.id, "zone": site.time_zone}
        with self.opened() as connection:
            text = statements.text("exported_hits", columns=", ".join(_KEPT), source=self.source, whole=self.whole)
            reader = self.relation(connection, text, values).to_arrow_reader(BATCH_ROWS)
            try:
                for batch in reader:
                    yield pa.Table.from_batches([batch]).cast(HIT_SCHEMA)
            except (duckdb.Error, pa.ArrowException) as error:
                raise self.damaged(error) from None


class ExportedCounts(Exported):
    """What can be counted of it, as rollups."""

    def table(self, site: Site, statements: Statements) -> pa.Table:
        """What its whole rows say in IMPORTED_SCHEMA. Raises BadInputError."""
        with self.opened() as connection:
            try:
                tables = [table.cast(IMPORTED_SCHEMA) for table in self.tables(connection, site, statements)]
            except (duckdb.Error, pa.ArrowException) as error:
                raise self.damaged(error) from None
        return pa.concat_tables([IMPORTED_SCHEMA.empty_table(), *tables])

    @abstractmethod
    def tables(
        self, connection: duckdb.DuckDBPyConnection, site: Site, statements: Statements
    ) -> Iterator[pa.Table]: ...


class _Counted(ExportedCounts):
    """Its rows are counts already."""

    @property
    @abstractmethod
    def slots(self) -> Mapping[str, str]:
        """`dimension`, `value` and `origin` of each row, as SQL."""

    def tables(self, connection: duckdb.DuckDBPyConnection, _site: Site, statements: Statements) -> Iterator[pa.Table]:
        metrics = ", ".join(metric.name for metric in METRICS)
        counts = {"counts": self.source, "whole": self.whole, "metrics": metrics}
        text = statements.text("exported_counts", **counts, **self.slots)
        yield self.relation(connection, text, {}).to_arrow_table()


@dataclass(frozen=True, slots=True)
class ExportedRollups(_Counted):
    """`rollups`, and `imported`, which have an origin."""

    has_origin: bool

    @property
    def needed(self) -> tuple[str, ...]:
        return ("day", "dimension", "origin") if self.has_origin else ("day", "dimension")

    @property
    def slots(self) -> Mapping[str, str]:
        return {"dimension": "dimension", "value": "value", "origin": "origin" if self.has_origin else _OWN}


@dataclass(frozen=True, slots=True)
class ExportedReport(_Counted):
    """Of one dimension; without one it is that of the days."""

    dimension: str | None

    @property
    def needed(self) -> tuple[str, ...]:
        return ("day",)

    @property
    def slots(self) -> Mapping[str, str]:
        return {"dimension": f"'{self.dimension or 'total'}'", "value": self.dimension or "''", "origin": _OWN}


@dataclass(frozen=True, slots=True)
class ExportedVisits(ExportedCounts):
    """They hold pages in their order, and no names of events: `pages` is the list of them, as SQL."""

    pages: str

    @property
    def needed(self) -> tuple[str, ...]:
        return "visit_id", "visitor", "started_at", "pages"

    def tables(self, connection: duckdb.DuckDBPyConnection, site: Site, statements: Statements) -> Iterator[pa.Table]:
        """Some days at a time, as visitors are told apart in memory."""
        text = statements.text("exported_visits", counts=self.source, whole=self.whole, pages=self.pages)
        self.relation(connection, text, {"zone": site.time_zone}).create("written_visits")
        counted = (dimension for dimension in DIMENSIONS if dimension.name != "event")
        text = statements.text("counted_visits", origin=_OWN, rollup=statements.rollup(counted))
        by_day = connection.sql("select day, count(*) from written_visits group by day order by day").fetchall()
        for first, last in _ranges(by_day):
            values = {"zone": site.time_zone, "first": first, "last": last}
            yield connection.sql(text, params=values).to_arrow_table()


def _ranges(by_day: Iterable[tuple[date, int]]) -> Iterator[tuple[date, date]]:
    """First and last days of as many visits as are counted at a time, or of one day that has more."""
    days: list[date] = []
    total = 0
    for day, visits in by_day:
        if days and total + visits > VISITS_AT_A_TIME:
            yield days[0], days[-1]
            days, total = [], 0
        days.append(day)
        total += visits
    if days:
        yield days[0], days[-1]
