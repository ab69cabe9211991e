"""Which file is to blame when a question fails, and what to tell whoever asked."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from engine.queries import Queries
from engine.storage.damages import Damages
from engine.storage.layout import Layout
from engine.storage.parquet import READ_ALL
from schemas.errors import BusyError, DamagedFileError, HitlakeError

_FILE_LISTS = ("rollups", "stale_rollups", "imported", "closed", "closed_visits", "recent", "counted", "grown", "fresh")
"""The parameters of statements that are paths."""


class WatchedQueries:
    """The queries of one question, which remember over which files the last one ran."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self.files: list[str] = []

    def rows(
        self, sql: str, values: Mapping[str, object], tables: Mapping[str, pa.Table] | None = None
    ) -> list[tuple[Any, ...]]:
        self._watch(values)
        return self._queries.rows(sql, values, tables)

    def table(self, sql: str, values: Mapping[str, object], tables: Mapping[str, pa.Table] | None = None) -> pa.Table:
        self._watch(values)
        return self._queries.table(sql, values, tables)

    def _watch(self, values: Mapping[str, object]) -> None:
        lists = [values.get(name) for name in _FILE_LISTS]
        self.files = [path for paths in lists if isinstance(paths, list) for path in paths]


class Diagnosis:
    """Thread-safe. `remake_soon` is told of (site, month) whose derived files cannot be read."""

    def __init__(
        self, layout: Layout, queries: Queries, damages: Damages, remake_soon: Callable[[int, str], None]
    ) -> None:
        self._layout, self._queries, self._damages, self._remake_soon = layout, queries, damages, remake_soon

    def blame(self, files: Sequence[str]) -> HitlakeError | None:
        """The answer for whoever needs one of the files, the first that is there and cannot be read."""
        known = set(self._damages.keys())
        for path in sorted(files, key=lambda path: path not in known):
            if not self._is_readable(path):
                return self._told(Path(path), "damaged")
            self._damages.forget(path)
        return None

    def blame_missing(self, files: Sequence[str]) -> HitlakeError | None:
        """The same for one that is not there, for when nothing can be on the move any more."""
        for path in files:
            if not Path(path).exists():
                return self._told(Path(path), "missing")
        return None

    def _is_readable(self, path: str) -> bool:
        try:
            self._queries.rows(READ_ALL, {"path": path})
        except duckdb.Error:
            return not Path(path).exists()
        return True

    def _told(self, path: Path, state: str) -> HitlakeError:
        layer, *folders = path.relative_to(self._layout.root).parts
        if layer == "recent":
            return self._lasting(path, f"flushed hits cannot be read: {layer}/{path.name} is {state}")
        site_id = int(folders[0].removeprefix("site_id="))
        if layer == "hits":
            text = f"the hits of {path.stem} of site {site_id} cannot be read: their file is {state}"
            return self._lasting(path, text)
        month = path.stem[: len("2026-11")]
        if layer == "imported":
            return self._lasting(path, f"what was imported of {month} of site {site_id} cannot be read: it is {state}")
        self._remake_soon(site_id, month)
        return BusyError(f"the {layer} of {month} of site {site_id} are being made again", retry_after_seconds=1)

    def _lasting(self, path: Path, text: str) -> DamagedFileError:
        self._damages.note(str(path), text)
        return DamagedFileError(text)
