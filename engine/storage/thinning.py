"""Thinning: a flushed segment, which holds hits of all sites, loses those of some sites' days."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from engine.storage.files import Files
from engine.storage.flushing import remove_flushed_journal
from engine.storage.layout import Layout
from engine.storage.parquet import table_of
from engine.storage.seals import require_whole
from engine.storage.segments import RecentSegment, write_recent_file
from engine.storage.snapshot import CurrentSnapshot


class Thinning:
    """One thread at a time. The file is replaced by one rename, or goes where nothing of it stays."""

    def __init__(self, layout: Layout, files: Files, current: CurrentSnapshot) -> None:
        self._layout, self._files, self._current = layout, files, current

    def remove(self, segment: RecentSegment, days: Mapping[int, frozenset[date]]) -> list[int]:
        """The ids of the hits that went: those of the sites' days. Raises OSError and DamagedFileError."""
        require_whole(segment.path)
        remove_flushed_journal(self._layout, self._files, segment.name)
        table = table_of(segment.path)
        goes = pa.array([False] * table.num_rows)
        for site_id, of_site in days.items():
            of_days = pc.is_in(table["day"], pa.array(sorted(of_site), pa.date32()))
            goes = pc.or_(goes, pc.and_(pc.equal(table["site_id"], site_id), of_days))
        self._keep(segment, table.filter(pc.invert(goes)), days)
        gone: list[int] = table.filter(goes)["hit_id"].to_pylist()
        return gone

    def _keep(self, segment: RecentSegment, rows: pa.Table, days: Mapping[int, frozenset[date]]) -> None:
        if not rows.num_rows:
            self._current.change(lambda snapshot: snapshot.without_recent({segment.name}))
            self._files.remove(segment.path)
            return
        unfinished = self._layout.tmp / segment.path.name
        self._files.write(unfinished, lambda path: write_recent_file(path, rows))
        self._files.move(unfinished, segment.path)
        left = {site_id: held - days.get(site_id, frozenset()) for site_id, held in segment.contents.items()}
        contents = {site_id: held for site_id, held in left.items() if held}
        thinned = RecentSegment(segment.name, segment.path, contents, rows.num_rows, segment.thinned + 1)
        self._current.change(lambda snapshot: snapshot.without_recent({segment.name}).with_recent(thinned))
