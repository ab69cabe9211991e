"""Files that `hitlake export` wrote: hits that are ready and keep their visitors, and counts."""

import csv
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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
class Opened:
    """A file to be read, `$path` in statements."""

    connection: duckdb.DuckDBPyConnection
    path: Path

    def relation(self, text: str, values: Mapping[str, object]) -> duckdb.DuckDBPyRelation:
        return self.connection.sql(text, params={**values, "path": str(self.path.resolve())})


@dataclass(frozen=True, slots=True)
class Exported(ABC):
    """`source` reads the file, as DuckDB's SQL says it, with `$path`."""

    path: Path
    source: str
    shorten: Callable[[Path, Path], object] | None = field(default=None, kw_only=True)
    """Writes the file's content elsewhere in shorter lines, where DuckDB could not read these."""

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

    def take_account(self, opened: Opened, summary: Summary) -> None:
        """Of what its rows hold, and of those that are not whole. Raises BadInputError."""
        marked = f"select coalesce({self.whole}, false) as whole, {self.held} as held from {self.source}"
        text = f"select sum(held) filter (whole), count(*) filter (not whole) from ({marked})"
        with self.told():
            [(held, others)] = opened.relation(text, {}).fetchall()
        summary.lines = int(held or 0) + others
        if others:
            lacking = Unparsed(lines=others, first_line=0, example=f"rows without {', '.join(self.needed)}")
            summary.unparsed[Problem.FIELDS.value] = lacking

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """With DuckDB that reads it with bounded memory. Raises BadInputError."""
        with TemporaryDirectory(prefix="hitlake-") as folder:
            path = self.path
            if self.shorten is not None:
                path = Path(folder) / self.path.name
                with self.told():
                    self.shorten(self.path, path)
            with open_duck(path.parent, Path(folder), DuckLimits(), keeps_order=True) as connection:
                yield Opened(connection, path)

    @contextmanager
    def told(self) -> Iterator[None]:
        """What goes wrong with reading it becomes a BadInputError."""
        try:
            yield
        except (duckdb.Error, pa.ArrowException, ValueError, csv.Error) as error:
            message = f"{self.path}: cannot be read as an export, nothing of it was imported ({error})"
            raise BadInputError(message) from None


class ExportedHits(Exported):
    @property
    def needed(self) -> tuple[str, ...]:
        return "created_at", "visitor", "path"

    def hits(self, _statements: Statements) -> str:
        """Its whole rows, as SQL."""
        return f"(select * from {self.source} where {self.whole})"

    def tables(self, opened: Opened, site: Site, statements: Statements) -> Iterator[pa.Table]:
        """Its whole rows as hits of the site in HIT_SCHEMA, some at a time, `hit_id` 0. Raises BadInputError."""
        values = {"site_id": site.id, "zone": site.time_zone}
        text = statements.text("exported_hits", columns=", ".join(_KEPT), source=self.hits(statements))
        with self.told():
            for batch in opened.relation(text, values).to_arrow_reader(BATCH_ROWS):
                yield pa.Table.from_batches([batch]).cast(HIT_SCHEMA)


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

    def table(self, opened: Opened, site: Site, statements: Statements) -> pa.Table:
        """What its whole rows say in IMPORTED_SCHEMA. Raises BadInputError."""
        with self.told():
            tables = [table.cast(IMPORTED_SCHEMA) for table in self.tables(opened, site, statements)]
        return pa.concat_tables([IMPORTED_SCHEMA.empty_table(), *tables])

    @abstractmethod
    def tables(self, opened: Opened, site: Site, statements: Statements) -> Iterator[pa.Table]: ...


class _Counted(ExportedCounts):
    """Its rows are counts already."""

    @property
    @abstractmethod
    def slots(self) -> Mapping[str, str]:
        """`dimension`, `value` and `origin` of each row, as SQL."""

    def tables(self, opened: Opened, _site: Site, statements: Statements) -> Iterator[pa.Table]:
        metrics = ", ".join(metric.name for metric in METRICS)
        counts = {"counts": self.source, "whole": self.whole, "metrics": metrics}
        text = statements.text("exported_counts", **counts, **self.slots)
        yield opened.relation(text, {}).to_arrow_table()


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
