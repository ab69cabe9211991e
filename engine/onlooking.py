"""What answers questions beside the process that holds DATA: the same reports, over what can be read off the disk."""

from math import inf
from pathlib import Path

from engine.duck import DuckLimits, open_duck
from engine.queries import Queries
from engine.reports.diagnosis import Diagnosis
from engine.reports.open_days import OpenDays
from engine.reports.sources import Sources
from engine.statements import Statements
from engine.storage.damages import Damages
from engine.storage.files import Files
from engine.storage.layout import Layout
from engine.storage.onlooking import Onlooker, SiteSnapshots
from schemas.errors import DamagedFileError
from schemas.sites import Site


class Onlooking:
    """Thread-safe; changes nothing under DATA. `spill` is a folder outside of it. To be closed at the end."""

    def __init__(
        self, layout: Layout, spill: Path, statements: Statements, limits: DuckLimits, timeout_seconds: float
    ) -> None:
        self._layout, self._statements = layout, statements
        duck = open_duck(layout.root, spill, limits)
        self._queries = Queries(duck, concurrency=2, timeout_seconds=timeout_seconds)
        self._onlooker = Onlooker(layout)
        self._diagnosis = Diagnosis(layout, self._queries, Damages(layout, Files()), _cannot_remake)

    def sources(self, site: Site) -> Sources:
        """For one question about this site. The next one is to ask for new ones, to see the newest hit."""
        snapshots = SiteSnapshots(self._onlooker, site.id)
        return Sources(self._layout, snapshots, self._queries, self._statements, OpenDays(inf), self._diagnosis)

    def close(self) -> None:
        self._queries.close()


def _cannot_remake(site_id: int, month: str) -> None:
    raise DamagedFileError(
        f"visits or rollups of {month} of site {site_id} cannot be read: `hitlake verify --repair` makes them again, "
        "as does a running server that meets them"
    )
