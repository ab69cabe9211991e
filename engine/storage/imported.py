"""Rollups that another system counted, a file a month. Nothing else knows them: a later import alone replaces them.

They are shown for days of which there are no hits of our own, so the two are never mixed up.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from engine.statements import Statements
from engine.storage.files import Files
from engine.storage.layout import Layout, month_end, month_of, month_start
from engine.storage.parquet import copy_to
from schemas.errors import DamagedFileError


class ImportedRollups:
    """Writes them. Only inside `delivery.alone`."""

    def __init__(self, layout: Layout, files: Files, statements: Statements) -> None:
        self._layout, self._files, self._statements = layout, files, statements

    def merge(self, site_id: int, rows: pa.Table) -> None:
        """`rows` (IMPORTED_SCHEMA, of one origin) take the place of what is there of their days.

        Of the same origin, what is counted by other dimensions stays. Cut off, it is to be done again: it changes
        nothing then. Raises OSError, DamagedFileError.
        """
        for folder in (self._layout.incoming, self._layout.imported / f"site_id={site_id}"):
            self._files.make_folder(folder)
        months = sorted({month_of(day) for day in pc.unique(rows["day"]).to_pylist()})
        with duckdb.connect(":memory:") as connection:
            for month in months:
                first, end = (pa.scalar(day, pa.date32()) for day in (month_start(month), month_end(month)))
                is_of_month = pc.and_(pc.greater_equal(rows["day"], first), pc.less(rows["day"], end))
                connection.register("new_rows", rows.filter(is_of_month))
                self._merge_month(connection, site_id, month)

    def _merge_month(self, connection: duckdb.DuckDBPyConnection, site_id: int, month: str) -> None:
        path = self._layout.imported_file(site_id, month)
        statement = "merged_imported" if path.exists() else "new_imported"
        values = {"imported": [str(path)]} if path.exists() else {}
        unfinished = self._layout.incoming / f"imported-{site_id}-{month}.parquet"
        select = self._statements.text(statement)
        try:
            self._files.write(unfinished, partial(copy_to, connection, select=select, values=values, made_from={}))
        except duckdb.Error as error:
            where = path.relative_to(self._layout.root)
            raise DamagedFileError(f"{where} cannot be read: remove it and import again ({error})") from error
        self._files.move(unfinished, path)


def imported_sites(layout: Layout) -> list[int]:
    folders = layout.imported.glob("site_id=*")
    return sorted(int(folder.name.removeprefix("site_id=")) for folder in folders)


def imported_files(layout: Layout, site_id: int, first: date, end: date) -> list[str]:
    """Of the months that touch [first, end), oldest first."""
    months = imported_months(layout, site_id)
    return [str(layout.imported_file(site_id, name)) for name in months if _touches(name, first, end)]


def imported_months(layout: Layout, site_id: int) -> list[str]:
    return sorted(_names(layout, site_id))


def _names(layout: Layout, site_id: int) -> Iterator[str]:
    folder = layout.imported / f"site_id={site_id}"
    try:
        for path in folder.iterdir():
            if path.name.endswith(".parquet"):
                yield path.stem
    except FileNotFoundError:
        return


def _touches(month: str, first: date, end: date) -> bool:
    return month_start(month) < end and month_end(month) > first
