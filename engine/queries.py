"""Questions to DuckDB: bounded in number, each with a time limit, each on a cursor of its own."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from engine.measures import QUERY_SECONDS, Histogram, Tally
from schemas.errors import BusyError


class Queries:
    """Thread-safe. `wait_seconds` is how long a question may wait for its turn before it is refused."""

    def __init__(
        self, duck: duckdb.DuckDBPyConnection, *, concurrency: int, timeout_seconds: float, wait_seconds: float = 10
    ) -> None:
        self._duck, self._timeout_seconds, self._wait_seconds = duck, timeout_seconds, wait_seconds
        self._turns = threading.BoundedSemaphore(concurrency)
        self._limits = TimeLimits()
        self.seconds = Histogram(QUERY_SECONDS)
        """Of each statement, from its turn to its end, however it ended."""
        self.outcomes: Tally[str] = Tally()
        """answered; failed; refused, when no turn came; given_up, when time ran out."""

    def rows(
        self, sql: str, values: Mapping[str, object], tables: Mapping[str, pa.Table] | None = None
    ) -> list[tuple[Any, ...]]:
        """All rows as tuples. `tables` are seen by the statement under their names.

        Raises BusyError when no turn comes, time runs out or memory does, duckdb.Error otherwise.
        """
        with self._cursor(tables) as cursor:
            return cursor.execute(sql, dict(values)).fetchall()

    def table(self, sql: str, values: Mapping[str, object], tables: Mapping[str, pa.Table] | None = None) -> pa.Table:
        """The same as an Arrow table."""
        with self._cursor(tables) as cursor:
            return cursor.sql(sql, params=dict(values)).to_arrow_table()

    def close(self) -> None:
        self._limits.stop()
        self._duck.close()

    @contextmanager
    def _cursor(self, tables: Mapping[str, pa.Table] | None) -> Iterator[duckdb.DuckDBPyConnection]:
        if not self._turns.acquire(timeout=self._wait_seconds):
            self.outcomes.add("refused")
            raise BusyError("too many questions are being answered")
        began, outcome = time.perf_counter(), "failed"
        try:
            with self._duck.cursor() as cursor, self._limits.watch(cursor, self._timeout_seconds):
                for name, table in (tables or {}).items():
                    cursor.register(name, table)
                yield cursor
            outcome = "answered"
        except duckdb.InterruptException:
            outcome = "given_up"
            raise BusyError(f"the question took longer than {self._timeout_seconds:g} seconds") from None
        except duckdb.OutOfMemoryException:
            raise BusyError("the question needs more memory than memory_limit allows") from None
        finally:
            self._turns.release()
            self.seconds.observe(time.perf_counter() - began)
            self.outcomes.add(outcome)


class TimeLimits:
    """Interrupts cursors whose time is up. One thread for all: a timer thread a query costs more than the query."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hitlake-time-limits", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    @contextmanager
    def watch(self, cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
        with self._lock:
            self._running[id(cursor)] = (time.monotonic() + seconds, cursor)
        try:
            yield
        finally:
            with self._lock:
                del self._running[id(cursor)]

    def _run(self) -> None:
        while not self._stop.wait(0.2):
            with self._lock:
                for deadline, cursor in self._running.values():
                    if time.monotonic() > deadline:
                        cursor.interrupt()
