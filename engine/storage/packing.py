"""Packing: a month that is over goes from a file a day into one file a layer. The rows stay what they are."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from engine.storage.closed import Month
from engine.storage.files import Files
from engine.storage.layout import LAYERS, Layout
from engine.storage.parquet import LAYER_ORDERS, copy_to, made_from


class Packing:
    """Builds the packed folder beside the old one and exchanges the two. One thread at a time."""

    def __init__(self, layout: Layout, files: Files, connection: duckdb.DuckDBPyConnection) -> None:
        self._layout, self._files, self._duck = layout, files, connection

    def rows(self, site_id: int, month: str) -> int:
        """Hits in the month's day files."""
        return sum(pq.read_metadata(path).num_rows for path in self._days("hits", site_id, month))

    def pack(self, site_id: int, month: str) -> Month:
        for layer in LAYERS:
            self._pack_layer(layer, site_id, month)
        return Month(packed=True)

    def _days(self, layer: str, site_id: int, month: str) -> list[Path]:
        return sorted(self._layout.month_folder(layer, site_id, month).glob("????-??-??.parquet"))

    def _pack_layer(self, layer: str, site_id: int, month: str) -> None:
        days = self._days(layer, site_id, month)
        if not days:
            return
        beside = self._layout.tmp / f"{layer}-{site_id}-{month}"
        self._files.remove_folder(beside)
        self._files.make_folder(beside)
        packed = beside / f"{month}.parquet"
        self._files.write(packed, lambda path: self._copy(layer, days, path))
        self._files.sync_folder(beside)
        self._exchange(beside, packed, days)

    def _copy(self, layer: str, days: list[Path], target: Path) -> None:
        prints = {day: text for path in days for day, text in (made_from(path) or {}).items()}
        select = f"select * from read_parquet($days, hive_partitioning = false) order by {LAYER_ORDERS[layer]}"
        copy_to(self._duck, target, select, {"days": [str(path) for path in days]}, prints)

    def _exchange(self, beside: Path, packed: Path, days: list[Path]) -> None:
        folder = days[0].parent
        if not self._files.exchange(beside, folder):
            # Without the exchange a reader of the bare files may see both forms for a moment; the server does not.
            self._files.move(packed, folder / packed.name)
            for path in days:
                self._files.remove(path)
        self._files.remove_folder(beside)
