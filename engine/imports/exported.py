"""Files that `hitlake export` wrote: hits that are ready and keep their visitors, and counts."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

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

_STAMPED = ("hit_id", "site_id", "day", "hour")
"""Given anew."""

_KEPT = tuple(name for name in HIT_SCHEMA.names if name not in _STAMPED)

_METRICS = tuple(metric.name for metric in METRICS)


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
        with _opened() as connection:
            text = f"select count(*), count(*) filter (where {self.whole}) from {self.source}"
            [(rows, whole)] = self.relation(connection, text, {}).fetchall()
        summary.lines = rows
        if rows > whole:
            lacking = Unparsed(lines=rows - whole, first_line=0, example=f"rows without {', '.join(self.needed)}")
            summary.unparsed[Problem.FIELDS.value] = lacking

    def relation(
        self, connection: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, object]
    ) -> duckdb.DuckDBPyRelation:
        try:
            return connection.sql(text, params={**values, "path": str(self.path)})
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
        with _opened() as connection:
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
        with _opened() as connection:
            relation = self.relation(connection, self.text(statements), self.values(site))
            try:
                return relation.to_arrow_table().select(IMPORTED_SCHEMA.names).cast(IMPORTED_SCHEMA)
            except (duckdb.Error, pa.ArrowException) as error:
                raise self.damaged(error) from None

    @abstractmethod
    def text(self, statements: Statements) -> str:
        """The statement that yields the columns of IMPORTED_SCHEMA."""

    def values(self, _site: Site) -> Mapping[str, object]:
        """Of its parameters."""
        return {}


@dataclass(frozen=True, slots=True)
class ExportedRollups(ExportedCounts):
    """`rollups`, and `imported` with their `origin`."""

    has_origin: bool

    @property
    def needed(self) -> tuple[str, ...]:
        return ("day", "dimension", "origin") if self.has_origin else ("day", "dimension")

    def text(self, statements: Statements) -> str:
        return _counts_text(self, statements, "dimension", "value", "origin" if self.has_origin else _OWN)


@dataclass(frozen=True, slots=True)
class ExportedReport(ExportedCounts):
    """Of one dimension; without one it is that of the days."""

    dimension: str | None

    @property
    def needed(self) -> tuple[str, ...]:
        return ("day",)

    def text(self, statements: Statements) -> str:
        return _counts_text(self, statements, f"'{self.dimension or 'total'}'", self.dimension or "''", _OWN)


@dataclass(frozen=True, slots=True)
class ExportedVisits(ExportedCounts):
    """They hold pages in their order, and no names of events: `pages` is the list of them, as SQL."""

    pages: str

    @property
    def needed(self) -> tuple[str, ...]:
        return "visit_id", "visitor", "started_at", "pages"

    def text(self, statements: Statements) -> str:
        counted = (dimension for dimension in DIMENSIONS if dimension.name != "event")
        slots = {"pages": self.pages, "origin": _OWN, "rollup": statements.rollup(counted)}
        return statements.text("exported_visits", counts=self.source, whole=self.whole, **slots)

    def values(self, site: Site) -> Mapping[str, object]:
        return {"zone": site.time_zone}


def _counts_text(counts: ExportedCounts, statements: Statements, dimension: str, value: str, origin: str) -> str:
    """`dimension`, `value` and `origin` are SQL."""
    slots = {"dimension": dimension, "value": value, "origin": origin, "metrics": ", ".join(_METRICS)}
    return statements.text("exported_counts", counts=counts.source, whole=counts.whole, **slots)


def _opened() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("set TimeZone = 'UTC'")
    return connection
