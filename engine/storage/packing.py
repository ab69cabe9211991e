"""Packing: a month that is over goes from a file a day into one file a layer. The rows stay what they are."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from engine.storage.closed import Month, read_month
from engine.storage.files import Files
from engine.storage.layout import LAYERS, Layout
from engine.storage.parquet import copy_to, fingerprints, made_from
from engine.storage.seals import require_whole


class Packing:
    """Builds the packed folder beside the old one and exchanges the two. One thread at a time."""

    def __init__(self, layout: Layout, files: Files, connection: duckdb.DuckDBPyConnection) -> None:
        self._layout, self._files, self._duck = layout, files, connection

    def rows(self, site_id: int, month: str) -> int:
        """Hits in the month's day files."""
        return sum(pq.read_metadata(path).num_rows for path in self._days("hits", site_id, month))

    def pack(self, site_id: int, month: str) -> Month:
        """The month as it then is.

        Raises OSError, duckdb.Error and DamagedFileError; a layer may be packed then and the other not.
        """
        built = [self._build(layer, site_id, month) for layer in LAYERS if self._days(layer, site_id, month)]
        for beside, folder in built:
            self._exchange(beside, folder)
        return read_month(self._layout.month_folder("hits", site_id, month), month)

    def sync(self, site_id: int, month: str) -> None:
        """What was exchanged is durable when this returns. Raises OSError."""
        for layer in LAYERS:
            self._files.sync_folder(self._layout.month_folder(layer, site_id, month).parent)

    def _days(self, layer: str, site_id: int, month: str) -> list[Path]:
        return sorted(self._layout.month_folder(layer, site_id, month).glob("????-??-??.parquet"))

    def _build(self, layer: str, site_id: int, month: str) -> tuple[Path, Path]:
        """The new folder, and the one that it is to replace."""
        days = self._days(layer, site_id, month)
        beside = self._layout.tmp / f"{layer}-{site_id}-{month}"
        self._files.remove_folder(beside)
        self._files.make_folder(beside)
        packed = beside / f"{month}.parquet"
        self._files.write(packed, lambda path: self._copy(layer, days, path))
        self._files.sync_folder(beside)
        return beside, self._layout.month_folder(layer, site_id, month)

    def _copy(self, layer: str, days: list[Path], target: Path) -> None:
        for path in days:
            require_whole(path)
        noted = fingerprints if layer == "hits" else made_from
        prints = {day: text for path in days for day, text in (noted(path) or {}).items()}
        # The day files are in order already, and this DuckDB keeps the order of what it reads.
        select = "select * from read_parquet($days, hive_partitioning = false)"
        copy_to(self._duck, target, select, {"days": [str(path) for path in days]}, prints)

    def _exchange(self, beside: Path, folder: Path) -> None:
        days = list(folder.glob("????-??-??.parquet"))
        if not self._files.exchange(beside, folder):
            # Without the exchange a reader of the bare files may see both forms for a moment; the server does not.
            (packed,) = beside.iterdir()
            self._files.move(packed, folder / packed.name)
            for path in days:
                self._files.remove(path)
        self._files.remove_folder(beside)
