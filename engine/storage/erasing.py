"""Erasing: every file loses the rows of deleted sites. It may be cut off anywhere and is done again: the mark stays."""

from pathlib import Path

import pyarrow.compute as pc

from engine.storage.files import Files
from engine.storage.flushing import Flushing
from engine.storage.keeping import Keeping
from engine.storage.layout import Layout
from engine.storage.numbering import highest_hit_id
from engine.storage.parquet import table_of
from engine.storage.receipts import Ledger
from engine.storage.snapshot import CurrentSnapshot
from engine.storage.thinning import Thinning

_LAYERS = ("imported", "rollups", "visits", "hits")
"""Hits last: while they are there, a start finds the site."""


class Erasing:
    """One thread at a time."""

    def __init__(
        self,
        layout: Layout,
        files: Files,
        current: CurrentSnapshot,
        flushing: Flushing,
        thinning: Thinning,
        ledger: Ledger,
        keeping: Keeping,
    ) -> None:
        self._layout, self._files, self._current = layout, files, current
        self._flushing, self._thinning, self._ledger, self._keeping = flushing, thinning, ledger, keeping
        self._gone: set[int] = set()

    def erase(self) -> None:
        """Raises OSError, and DamagedFileError for a shared segment that cannot be read."""
        erased = self._keeping.erased()
        if not erased:
            return
        for hot in self._current.read().hot:
            if not hot.contents.keys().isdisjoint(erased):
                # Its journal file goes with the flush; what remains is the flushed file, which is rewritten next.
                self._flushing.flush(hot)
        for segment in self._current.read().recent:
            days = {site_id: held for site_id, held in segment.contents.items() if site_id in erased}
            if days:
                self._ledger.forget(self._thinning.remove(segment, days))
        for site_id in set(erased) - self._gone:
            self._remove_folders(site_id)
            self._gone.add(site_id)

    def _remove_folders(self, site_id: int) -> None:
        folders = [self._layout.layer(layer) / f"site_id={site_id}" for layer in _LAYERS]
        self._forget_receipts(folders[-1])
        self._current.change(lambda snapshot: snapshot.with_closed(snapshot.closed.without_site(site_id)))
        for folder in folders:
            self._files.discard(folder)
        for path in self._layout.damaged.glob(f"*-{site_id}-????-??*"):
            self._files.remove(path)

    def _forget_receipts(self, hits: Path) -> None:
        """Receipts live for a day, so only files with hits that new are looked into."""
        oldest = self._ledger.oldest_hit_id()
        for path in hits.glob("*/*.parquet"):
            if oldest is not None and highest_hit_id(path) >= oldest:
                ids = table_of(path, ["hit_id"])["hit_id"]
                self._ledger.forget(pc.filter(ids, pc.greater_equal(ids, oldest)).to_pylist())
