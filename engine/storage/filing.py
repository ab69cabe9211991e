"""Filing: waiting hits of days that are over become day files or packed months, with their visits and rollups.

Filing the same hits twice changes nothing: hits are united by hit_id, and what is filed already wins.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from engine.relations import make_empty_table
from engine.statements import Statements
from engine.storage.closed import Month, read_month, remove_superseded_days
from engine.storage.coding import CODED_ROWS, code_texts, drop_codes
from engine.storage.files import Files
from engine.storage.layout import LAYERS, Layout, month_end, month_start
from engine.storage.parquet import (
    FILED_COLUMNS,
    FILED_SCHEMA,
    ORDERED_LAYERS,
    QUICK,
    ROLLUP_ORDER,
    THOROUGH,
    Fingerprints,
    copy_to,
    is_readable,
    made_from,
)
from engine.storage.seals import is_whole, require_whole
from schemas.errors import DamagedFileError

PACK_ROWS = 1_000_000
"""A month of more hits keeps a file a day: a late hit then rewrites a day and not a month."""

_IN_DAYS = "select count(*) from hits where day between $first and $last"

FOLD_ROWS = 400_000
"""Hits filed at a time: bounds the memory of closing many months after an import."""


@dataclass(frozen=True, slots=True)
class DueMonth:
    """Days of one month of one site whose waiting hits are to be filed."""

    name: str
    days: frozenset[date]
    rows: int = 0


class Filing:
    """Writes everything below `hits/`, `visits/` and `rollups/`. One thread at a time."""

    def __init__(
        self, layout: Layout, files: Files, connection: duckdb.DuckDBPyConnection, statements: Statements
    ) -> None:
        self._layout, self._files, self._duck, self._statements = layout, files, connection, statements
        self._coded = False
        make_empty_table(connection, "no_hits", FILED_SCHEMA)

    def file(self, site_id: int, group: Sequence[DueMonth], segments: list[str], today: date) -> dict[str, Month]:
        """Files the due days' hits of the segments; the months as they then are. `due_groups` makes the groups.

        A month that is over is packed at once where it has no day files yet. `today` is the site's.
        Raises OSError, duckdb.Error and DamagedFileError; months of the group may be filed then, and filing them again
        is right.
        """
        plans = [(due, self._month(site_id, due.name)) for due in group]
        with self._tables():
            if not self._load(site_id, plans, segments):
                return {due.name: month for due, month in plans}
            self._derive()
            return {due.name: self._place(site_id, due, month, today) for due, month in plans}

    def remake(self, site_id: int, month: str) -> None:
        """Makes the derived files of a month again from its hits."""
        folder = read_month(self._layout.month_folder("hits", site_id, month), month)
        due = DueMonth(month, folder.days)
        with self._tables():
            self._load(site_id, [(due, folder)], [])
            self._derive()
            self._write_month(site_id, due, folder, self._fingerprints(month), only_derived=True)
        remove_superseded_days(self._layout, self._files, site_id, month)

    def has_stale_rollups(self, site_id: int, name: str) -> bool:
        """The rollup file of a month of day files cannot be read, or lacks days."""
        month, path = self._month(site_id, name), self._layout.rollup_file(site_id, name)
        if month.packed or not month.days:
            return False
        lacks_days = not month.days <= (made_from(path) or {}).keys()
        return lacks_days or is_whole(path) is False or not is_readable(self._duck, path)

    def _month(self, site_id: int, name: str) -> Month:
        return read_month(self._layout.month_folder("hits", site_id, name), name)

    @contextmanager
    def _tables(self) -> Iterator[None]:
        """Gives the memory of the tables back: the next filing may be a day away."""
        try:
            yield
        finally:
            for table in ("hits", "visit_hits", "visits", "rollup"):
                self._duck.execute(f"drop table if exists {table}")
            if self._coded:
                drop_codes(self._duck)
                self._coded = False

    def _load(self, site_id: int, plans: list[tuple[DueMonth, Month]], segments: list[str]) -> bool:
        """Fills the table hits; True where it holds hits that are not filed yet."""
        filed = [path for due, month in plans for path in self._filed(site_id, due, month)]
        days = sorted(day for due, _ in plans for day in due.days)
        values: dict[str, object] = {}
        parts = {"filed": "select * from no_hits", "waiting": "select * from no_hits"}
        for path in filed:
            require_whole(Path(path))
        if filed:
            parts["filed"] = f"select {FILED_COLUMNS} from read_parquet($filed, hive_partitioning = false)"
            values["filed"] = filed
        if segments and days:
            parts["waiting"] = self._statements.text("waiting_hits", columns=FILED_COLUMNS)
            values |= {"segments": segments, "site_id": site_id, "days": days, "first": days[0], "last": days[-1]}
        self._duck.execute(self._statements.text("fold_hits", **parts), values)
        known: int = sum(pq.read_metadata(path).num_rows for path in filed)
        return self._count("select count(*) from hits", {}) > known

    def _filed(self, site_id: int, due: DueMonth, month: Month) -> list[str]:
        if month.packed:
            return [str(self._layout.packed_file("hits", site_id, due.name))]
        return [str(self._layout.day_file("hits", site_id, day)) for day in sorted(due.days & month.days)]

    def _derive(self) -> None:
        hits = self._count("select count(*) from hits", {})
        if hits >= CODED_ROWS:
            self._coded = True
            code_texts(self._duck)
        for table in ("visit_hits", "visits"):
            self._duck.execute(f"create or replace temp table {table} as {self._statements.text(table)}")
        self._duck.execute(f"create or replace temp table rollup as {self._statements.rollup(hits=hits)}")

    def _place(self, site_id: int, due: DueMonth, month: Month, today: date) -> Month:
        becomes, prints = month, self._fingerprints(due.name)
        if not month.packed:
            over = month_end(due.name) <= today
            packed = over and not month.days and self._count(_IN_DAYS, _bounds(due.name)) <= PACK_ROWS
            becomes = Month(packed=True) if packed else Month(days=month.days | set(prints))
        self._write_month(site_id, due, becomes, prints, only_derived=False)
        return becomes

    def _count(self, query: str, values: Mapping[str, date]) -> int:
        row = self._duck.execute(query, dict(values)).fetchone()
        return int(row[0]) if row else 0

    def _write_month(
        self, site_id: int, due: DueMonth, month: Month, prints: Fingerprints, *, only_derived: bool
    ) -> None:
        moves: list[tuple[Path, Path]] = []
        try:
            for layer in LAYERS[1:] if only_derived else LAYERS:
                moves += self._write_layer(layer, site_id, due.name, month, prints)
            moves.append(self._write_rollups(site_id, due.name, prints, whole=month.packed or only_derived))
            # Hits last: while they are not in place the filing counts as not done, and is done again as a whole.
            for source, target in sorted(moves, key=lambda move: move[1].is_relative_to(self._layout.layer("hits"))):
                self._files.make_folder(target.parent)
                self._files.move(source, target)
        except BaseException:
            self._clear(moves)
            raise

    def _clear(self, moves: list[tuple[Path, Path]]) -> None:
        for source, _ in moves:
            with suppress(OSError):
                self._files.remove(source)

    def _fingerprints(self, month: str) -> Fingerprints:
        bounds = _bounds(month)
        rows = self._duck.execute(self._statements.text("fingerprints")).fetchall()
        return {day: text for day, text in rows if bounds["first"] <= day <= bounds["last"]}

    def _write_layer(
        self, layer: str, site_id: int, name: str, month: Month, prints: Fingerprints
    ) -> Iterator[tuple[Path, Path]]:
        if month.packed:
            target = self._layout.packed_file(layer, site_id, name)
            yield self._write(layer, site_id, target, _bounds(name), prints, THOROUGH), target
            return
        for day, text in prints.items():
            target, bounds = self._layout.day_file(layer, site_id, day), {"first": day, "last": day}
            # Closing a large day takes half the time so; a month is packed once, and then thoroughly.
            is_large = self._coded and self._count(_IN_DAYS, bounds) >= CODED_ROWS
            level = QUICK if is_large else THOROUGH
            yield self._write(layer, site_id, target, bounds, {day: text}, level), target

    def _write(
        self, layer: str, site_id: int, target: Path, bounds: Mapping[str, date], prints: Fingerprints, level: int
    ) -> Path:
        path = self._tmp(layer, site_id, target.stem)
        return self._write_file(path, ORDERED_LAYERS[layer], bounds, prints, level)

    def _write_rollups(self, site_id: int, name: str, prints: Fingerprints, *, whole: bool) -> tuple[Path, Path]:
        target = self._layout.rollup_file(site_id, name)
        values: dict[str, object] = {**_bounds(name)}
        select = "select * from rollup where day between $first and $last"
        kept = {} if whole else self._kept_rollups(target, site_id, name, prints)
        if kept:
            select = self._statements.text("rollup_month")
            values |= {"old": str(target), "days": sorted(kept)}
        source = self._tmp("rollups", site_id, name)
        self._write_file(source, f"select * from ({select}) order by {ROLLUP_ORDER}", values, {**kept, **prints})
        return source, target

    def _kept_rollups(self, path: Path, site_id: int, name: str, prints: Fingerprints) -> Fingerprints:
        """What the rollup file has of the month's other closed days."""
        days = self._month(site_id, name).days - prints.keys()
        filed = made_from(path) or {}
        if not days <= filed.keys():
            raise DamagedFileError(f"the rollups of {name} of site {site_id} are damaged")
        if days:
            require_whole(path)
        return {day: filed[day] for day in days}

    def _write_file(
        self, path: Path, select: str, values: Mapping[str, object], prints: Fingerprints, level: int = THOROUGH
    ) -> Path:
        self._files.write(path, lambda target: copy_to(self._duck, target, select, values, prints, level))
        return path

    def _tmp(self, layer: str, site_id: int, stem: str) -> Path:
        return self._layout.tmp / f"{layer}-{site_id}-{stem}.parquet"


def _bounds(month: str) -> dict[str, date]:
    return {"first": month_start(month), "last": month_end(month) - timedelta(days=1)}


def due_groups(due: Iterable[DueMonth]) -> Iterator[list[DueMonth]]:
    """Months that are filed together: few enough hits to bound the memory."""
    group: list[DueMonth] = []
    rows = 0
    for month in sorted(due, key=lambda month: month.name):
        if group and rows + month.rows > FOLD_ROWS:
            yield group
            group, rows = [], 0
        group.append(month)
        rows += month.rows
    if group:
        yield group
