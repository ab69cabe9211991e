"""Files that `hitlake export` wrote: hits that are ready and keep their visitors, and what other systems counted."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from engine.relations import duck_type
from engine.statements import Statements
from schemas.errors import BadInputError
from schemas.hits import HIT_SCHEMA
from schemas.rollups import IMPORTED_SCHEMA
from schemas.sites import Site

FORMAT_NAME = "hitlake"

BATCH_ROWS = 65_536

_STAMPED = ("hit_id", "site_id", "day", "hour")
"""Given anew."""

_KEPT = tuple(name for name in HIT_SCHEMA.names if name not in _STAMPED)

_HITS_NEED = {"hit_id", "created_at", "visitor", "path"}
_COUNTS_NEED = {"day", "dimension", "value", "origin"}

_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Exported:
    """`source` reads the file, as DuckDB's SQL says it, with `$path`."""

    path: Path
    source: str

    def count(self) -> int:
        """Its rows, whole or not."""
        with _opened() as connection:
            [(rows,)] = self._relation(connection, f"select count(*) from {self.source}", {}).fetchall()
            return int(rows)

    def _relation(
        self, connection: duckdb.DuckDBPyConnection, text: str, values: dict[str, object]
    ) -> duckdb.DuckDBPyRelation:
        try:
            return connection.sql(text, params=values | {"path": str(self.path)})
        except duckdb.Error as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> BadInputError:
        return BadInputError(f"{self.path}: cannot be read as an export, nothing of it was imported ({error})")


@dataclass(frozen=True, slots=True)
class ExportedHits(Exported):
    def tables(self, site: Site, statements: Statements) -> Iterator[pa.Table]:
        """Its whole rows as hits of the site in HIT_SCHEMA, some at a time, `hit_id` 0. Raises BadInputError."""
        values = {"site_id": site.id, "zone": site.time_zone}
        with _opened() as connection:
            text = statements.text("exported_hits", columns=", ".join(_KEPT), source=self.source)
            reader = self._relation(connection, text, values).to_arrow_reader(BATCH_ROWS)
            try:
                for batch in reader:
                    yield pa.Table.from_batches([batch]).cast(HIT_SCHEMA)
            except (duckdb.Error, pa.ArrowException) as error:
                raise self._damaged(error) from None


@dataclass(frozen=True, slots=True)
class ExportedCounts(Exported):
    def table(self, statements: Statements) -> pa.Table:
        """Its whole rows in IMPORTED_SCHEMA. Raises BadInputError."""
        with _opened() as connection:
            text = statements.text("exported_counts", counts=self.source)
            try:
                return self._relation(connection, text, {}).to_arrow_table().cast(IMPORTED_SCHEMA)
            except (duckdb.Error, pa.ArrowException) as error:
                raise self._damaged(error) from None


def find_exported(path: Path) -> ExportedHits | ExportedCounts | None:
    """None for what is no such file. Raises BadInputError for Parquet with other columns."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"PAR1"):
        return _parquet(path)
    first = head.partition(b"\n")[0].decode("utf-8", "replace")
    heading, keys = _heading(first), _keys(first)
    for kind, needed, schema in _KINDS:
        if set(heading) >= needed:
            columns = _columns(heading, schema)
            return kind(path, f"read_csv($path, header = true, allow_quoted_nulls = false, columns = {columns})")
        if keys >= needed:
            columns = _columns(schema.names, schema)
            return kind(path, f"read_json($path, format = 'newline_delimited', columns = {columns})")
    return None


_KINDS = ((ExportedHits, _HITS_NEED, HIT_SCHEMA), (ExportedCounts, _COUNTS_NEED, IMPORTED_SCHEMA))


def _heading(line: str) -> list[str]:
    """Of a CSV file; nothing where the line is something else, such as the first bytes of a packed log."""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _parquet(path: Path) -> ExportedHits | ExportedCounts:
    try:
        names = set(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        raise BadInputError(f"{path}: is a Parquet file that cannot be read ({error})") from error
    source = "read_parquet($path, hive_partitioning = false)"
    if names >= set(IMPORTED_SCHEMA.names):
        return ExportedCounts(path, source)
    missing = [name for name in HIT_SCHEMA.names if name not in names and name not in _STAMPED]
    if missing:
        raise BadInputError(f"{path}: is a Parquet file without exported hits; it lacks {', '.join(missing)}")
    return ExportedHits(path, source)


def _keys(line: str) -> set[str]:
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError:
        return set()
    return set(entry) if isinstance(entry, dict) else set()


def _columns(names: Sequence[str], schema: pa.Schema) -> str:
    """All names of the file with their types, which DuckDB would guess otherwise; unknown ones are texts."""
    known = {field.name: duck_type(field.type) for field in schema}
    pairs = (f"'{name}': '{known.get(name, 'varchar')}'" for name in names if name.isidentifier())
    return "{" + ", ".join(pairs) + "}"


def _opened() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("set TimeZone = 'UTC'")
    return connection
