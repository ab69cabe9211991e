"""Files that `hitlake export` wrote: hits that are ready and keep their visitors, and counts."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from engine.duck import DuckLimits, open_duck
from engine.imports.requests import Problem
from engine.imports.summary import Summary, Unparsed
from engine.statements import Statements
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
        """Which rows have them, and are as they must be, as SQL."""
        return " and ".join([*(f"{name} is not null" for name in self.needed), *self.conditions])

    @property
    def conditions(self) -> tuple[str, ...]:
        """What else must be true of a whole row, as SQL."""
        return ()

    @property
    def held(self) -> str:
        """How many hits or counts a whole row is, as SQL."""
        return "1"

    def take_account(self, summary: Summary) -> None:
        """Of what its rows hold, and of those that are not whole. Raises BadInputError."""
        with self.opened() as connection:
            marked = f"select coalesce({self.whole}, false) as whole, {self.held} as held from {self.source}"
            text = f"select sum(held) filter (whole), count(*) filter (not whole) from ({marked})"
            try:
                [(held, others)] = self.relation(connection, text, {}).fetchall()
            except duckdb.Error as error:
                raise self.damaged(error) from None
        summary.lines = int(held or 0) + others
        if others:
            lacking = Unparsed(lines=others, first_line=0, example=f"rows without {', '.join(self.needed)}")
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

    def hits(self, _statements: Statements) -> str:
        """Its whole rows, as SQL."""
        return f"(select * from {self.source} where {self.whole})"

    def tables(self, site: Site, statements: Statements) -> Iterator[pa.Table]:
        """Its whole rows as hits of the site in HIT_SCHEMA, some at a time, `hit_id` 0. Raises BadInputError."""
        values = {"site_id": site.id, "zone": site.time_zone}
        with self.opened() as connection:
            text = statements.text("exported_hits", columns=", ".join(_KEPT), source=self.hits(statements))
            reader = self.relation(connection, text, values).to_arrow_reader(BATCH_ROWS)
            try:
                for batch in reader:
                    yield pa.Table.from_batches([batch]).cast(HIT_SCHEMA)
            except (duckdb.Error, pa.ArrowException) as error:
                raise self.damaged(error) from None


@dataclass(frozen=True, slots=True)
class ExportedVisits(ExportedHits):
    """Each has its hits: `hits_of_visit` is the list of them, as SQL."""

    hits_of_visit: str

    @property
    def needed(self) -> tuple[str, ...]:
        return "visit_id", "visitor", "started_at", "hits"

    @property
    def conditions(self) -> tuple[str, ...]:
        lacking = f"list_filter({self.hits_of_visit}, lambda hit: hit.path is null or hit.after_ms is null)"
        return (f"len({lacking}) = 0",)

    @property
    def held(self) -> str:
        return f"len({self.hits_of_visit})"

    def hits(self, statements: Statements) -> str:
        whole = {"source": self.source, "whole": self.whole}
        return f"({statements.text('exported_visits', hits_of_visit=self.hits_of_visit, **whole)})"


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
