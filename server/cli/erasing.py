"""The files of a site that was deleted."""

from collections.abc import Iterator

import pyarrow as pa

from engine.registry.registry import Registry
from engine.storage.frames import read_journal
from engine.storage.lake import Lake
from engine.storage.layout import Layout
from engine.storage.lock import holder_of
from engine.storage.parquet import table_of
from schemas.errors import BusyError
from server.cli.beside import do_or_wait
from server.settings import Settings

_LAYERS = ("hits", "visits", "rollups", "imported")


def erase_files(settings: Settings, registry: Registry, site_id: int) -> None:
    """Returns once no file holds a row of the site. Raises BusyError where that takes longer, OSError."""
    layout = Layout(settings.data.resolve())

    def is_done() -> bool:
        return holder_of(layout.lock) is not None and not _is_there(layout, site_id)

    do_or_wait(settings, registry, _erase, is_done)


def _erase(lake: Lake) -> None:
    lake.housekeeping.tick()
    if failed := lake.housekeeping.troubles.get("erase deleted sites"):
        raise BusyError(f"the site is deleted, but not all of its files yet ({failed}); the next start goes on")


def _is_there(layout: Layout, site_id: int) -> bool:
    folders = (layout.layer(layer) / f"site_id={site_id}" for layer in _LAYERS)
    return any(folder.exists() for folder in folders) or any(site_id in sites for sites in _waiting(layout))


def _waiting(layout: Layout) -> Iterator[list[int]]:
    """The sites of each segment."""
    for path in layout.journal.glob("*.wal"):
        try:
            batches = read_journal(path.read_bytes()).batches
        except FileNotFoundError:
            continue
        yield [site_id for batch in batches for site_id in batch.column("site_id").unique().to_pylist()]
    for path in layout.recent.glob("*.parquet"):
        try:
            yield table_of(path, ["site_id"])["site_id"].unique().to_pylist()
        except (FileNotFoundError, pa.ArrowException):
            continue
