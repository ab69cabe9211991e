"""Retention: of each site, days that are over its time go, in all layers.

Flushed segments come first: what stands in `hits/` supersedes their rows, which would be shown again without it. A file
of more days is written anew without them. Derived files first and hits last, each durably before the next, so that a
turn that was cut off is found by the hits that are still there, and done again.
"""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb

from engine.storage.calendar import Calendar
from engine.storage.closed import Month, read_month
from engine.storage.files import Files
from engine.storage.imported import imported_months, imported_sites
from engine.storage.keeping import Keeping
from engine.storage.layout import Layout, month_end, month_start
from engine.storage.parquet import copy_to, fingerprints, made_from
from engine.storage.seals import require_whole
from engine.storage.snapshot import CurrentSnapshot
from engine.storage.thinning import Thinning

_LATER_DAYS = "select * from read_parquet($path, hive_partitioning = false) where day >= $first"


class Retention:
    """One thread at a time."""

    def __init__(
        self,
        layout: Layout,
        files: Files,
        current: CurrentSnapshot,
        thinning: Thinning,
        connection: duckdb.DuckDBPyConnection,
        calendar: Calendar,
        keeping: Keeping,
    ) -> None:
        self._layout, self._files, self._current, self._duck = layout, files, current, connection
        self._thinning, self._calendar, self._keeping = thinning, calendar, keeping
        self._trimmed: dict[Path, tuple[date, int]] = {}
        self._going: list[Path] = []
        """Not shown any more, and still there where a turn failed; in the order they go."""

    def apply(self) -> None:
        """The last `retention_days` days and today are kept. Raises OSError, duckdb.Error and DamagedFileError."""
        self._let_go([])
        for segment in self._current.read().recent:
            days = {site_id: self._over(site_id, held) for site_id, held in segment.contents.items()}
            if any(days.values()):
                self._thinning.remove(segment, days)
        for site_id in imported_sites(self._layout):
            self._drop_imported(site_id)
        for site_id, months in self._current.read().closed.sites.items():
            first = self._first(site_id)
            if first is None:
                continue
            for name, month in months.items():
                if month_end(name) <= first:
                    self._drop(site_id, name)
                elif month_start(name) < first:
                    self._trim(site_id, name, month, first)

    def _first(self, site_id: int) -> date | None:
        """The first day that is kept."""
        days = self._keeping.retention_days(site_id)
        return None if days is None else self._calendar.today(site_id) - timedelta(days=days)

    def _over(self, site_id: int, days: frozenset[date]) -> frozenset[date]:
        first = self._first(site_id)
        return frozenset() if first is None else frozenset(day for day in days if day < first)

    def _drop(self, site_id: int, name: str) -> None:
        self._current.change(lambda snapshot: snapshot.with_closed(snapshot.closed.without_month(site_id, name)))
        folders = [self._layout.month_folder(layer, site_id, name) for layer in ("visits", "hits")]
        self._let_go([self._layout.rollup_file(site_id, name), *folders])

    def _drop_imported(self, site_id: int) -> None:
        """By whole months: an import may be writing others, and none of them says anything of a single visitor."""
        first = self._first(site_id)
        months = imported_months(self._layout, site_id) if first is not None else []
        self._let_go(
            [
                self._layout.imported_file(site_id, name)
                for name in months
                if first is not None and month_end(name) <= first
            ]
        )

    def _let_go(self, paths: list[Path]) -> None:
        self._going += paths
        while self._going:
            self._files.discard(self._going[0])
            self._going.pop(0)

    def _trim(self, site_id: int, name: str, month: Month, first: date) -> None:
        if month.packed:
            self._trim_packed(site_id, name, first)
        elif all(day < first for day in month.days):
            self._drop(site_id, name)
        elif gone := sorted(day for day in month.days if day < first):
            self._remove_days(site_id, name, gone, first)

    def _trim_packed(self, site_id: int, name: str, first: date) -> None:
        hits, visits = (self._layout.packed_file(layer, site_id, name) for layer in ("hits", "visits"))
        mark = first, hits.stat().st_mtime_ns
        if self._trimmed.get(hits) == mark:
            return
        days = fingerprints(hits)
        if days is not None and all(day < first for day in days):
            self._drop(site_id, name)
            return
        if days is None or min(days) < first:
            self._rewrite([self._layout.rollup_file(site_id, name), visits, hits], first)
        self._trimmed[hits] = first, hits.stat().st_mtime_ns

    def _remove_days(self, site_id: int, name: str, gone: list[date], first: date) -> None:
        self._rewrite([self._layout.rollup_file(site_id, name)], first)
        left = read_month(self._layout.month_folder("hits", site_id, name), name).days - set(gone)
        self._current.change(
            lambda snapshot: snapshot.with_closed(snapshot.closed.with_month(site_id, name, Month(days=left)))
        )
        self._let_go([self._layout.day_file(layer, site_id, day) for layer in ("visits", "hits") for day in gone])

    def _rewrite(self, paths: list[Path], first: date) -> None:
        """Each file without its days before `first`, in the order it has."""
        moves = []
        for path in paths:
            require_whole(path)
            noted = fingerprints if path.is_relative_to(self._layout.layer("hits")) else made_from
            prints = {day: text for day, text in (noted(path) or {}).items() if day >= first}
            unfinished = self._layout.tmp / "-".join(path.relative_to(self._layout.root).parts)
            values = {"path": str(path), "first": first}
            fill = partial(copy_to, self._duck, select=_LATER_DAYS, values=values, made_from=prints)
            self._files.write(unfinished, fill)
            moves.append((unfinished, path))
        for unfinished, path in moves:
            self._files.move(unfinished, path)
