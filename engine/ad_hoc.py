"""One SELECT that somebody else wrote, over the views of DATA: bounded in time, memory, rows and text."""

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from engine.duck import DuckLimits, open_sealed_duck
from engine.queries import TimeLimits
from engine.statements import Statements
from engine.storage.layout import Layout
from engine.views import create_checks, create_views, scan_by_arrow
from schemas.errors import BadInputError, BusyError, HitlakeError

_TRIES = 5
MOST_EXACT = 2**53
"""Readers of JSON may keep whole numbers as floats."""

ONE_SELECT = "allowed is one SELECT (also FROM ..., WITH ..., VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES)"


@dataclass(frozen=True, slots=True)
class AdHocLimits:
    """`bytes` bounds the answer's values, as JSON; what is over is left out, whole rows."""

    seconds: float = 10
    bytes: int = 100_000
    duck: DuckLimits = field(default_factory=DuckLimits)


@dataclass(frozen=True, slots=True)
class AdHocAnswer:
    """Values as JSON has them: instants and dates as texts, whole numbers over 2^53 too."""

    columns: list[str]
    rows: list[list[Any]]
    is_cut: bool
    """There are more rows."""


class AdHoc:
    """Thread-safe. To be closed at the end."""

    def __init__(self, layout: Layout, statements: Statements, limits: AdHocLimits) -> None:
        self._layout, self._statements, self.limits = layout, statements, limits
        self._time_limits = TimeLimits()

    def close(self) -> None:
        self._time_limits.stop()

    def ask(self, query: str, most_rows: int) -> AdHocAnswer:
        """Raises BadInputError for what is no SELECT or cannot work, BusyError when it takes too long."""
        for _ in range(_TRIES):
            files = _Files()
            try:
                return self._ask(query, most_rows, files)
            except (duckdb.Error, OSError) as error:
                failure = error
                if not files.have_moved():
                    raise self._told(error) from None
        raise BusyError(f"the files are being moved: {failure}")

    def _ask(self, query: str, most_rows: int, files: "_Files") -> AdHocAnswer:
        with open_sealed_duck(self.limits.duck) as connection:
            create_views(connection, self._layout.root, self._statements, files.scan)
            create_checks(connection, self._layout.root, query)
            _require_select(connection, query)
            with self._time_limits.watch(connection, self.limits.seconds):
                # The relation is bounded and not the answer, so what nobody sees is not computed.
                table = connection.sql(query).limit(most_rows + 1).to_arrow_table()
        rows = list(_bounded(table.slice(0, most_rows).to_pylist(), self.limits.bytes))
        return AdHocAnswer(table.column_names, rows, len(rows) < table.num_rows)

    def _told(self, error: duckdb.Error | OSError) -> HitlakeError:
        if isinstance(error, duckdb.InterruptException):
            return BusyError(f"the query took longer than {self.limits.seconds:g} seconds: ask for less")
        if isinstance(error, duckdb.OutOfMemoryException):
            return BusyError(f"the query needs more memory than {self.limits.duck.memory}: ask for less")
        return BadInputError(str(error))


class _Files:
    """Which files a query reads. A server may replace them meanwhile; the next look sees by what."""

    def __init__(self) -> None:
        self._paths: list[str] = []

    def scan(self, connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, paths: Sequence[str]) -> str:
        self._paths += paths
        return scan_by_arrow(connection, name, schema, paths)

    def have_moved(self) -> bool:
        return not all(map(os.path.exists, self._paths))


def _require_select(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    kinds = [statement.type for statement in connection.extract_statements(query)]
    if len(kinds) != 1:
        raise BadInputError(f"that is {len(kinds)} statements: {ONE_SELECT}")
    if kinds[0] != duckdb.StatementType.SELECT:
        raise BadInputError(f"{kinds[0].name} is not allowed: {ONE_SELECT}")


def _bounded(rows: Iterable[dict[str, Any]], most_bytes: int) -> Iterator[list[Any]]:
    for row in rows:
        values = [_plain(value) for value in row.values()]
        most_bytes -= len(orjson.dumps(values))
        if most_bytes < 0:
            return
        yield values


def _plain(value: Any) -> Any:
    """As JSON has it."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) <= MOST_EXACT else str(value)
        case float():
            return value if math.isfinite(value) else None
        case date() | time():
            return value.isoformat()
        case Decimal():
            return float(value)
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {str(name): _plain(item) for name, item in value.items()}
        case _:
            return str(value)
