"""The names of everything under DATA. The names are the catalogue: nothing else says what there is."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

LAYERS = ("hits", "visits")
"""The layers that share folder and file names."""


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def month_start(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def month_end(month: str) -> date:
    """The first day after the month."""
    first = month_start(month)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths below one DATA folder. `tmp/` holds unfinished files and is emptied at start."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "hitlake.db"

    @property
    def lock(self) -> Path:
        return self.root / "hitlake.lock"

    @property
    def reserve(self) -> Path:
        """Room that a start on a full disk gives up."""
        return self.root / "reserve"

    @property
    def flush_request(self) -> Path:
        """Asks whoever serves DATA to flush, and is gone when it begins."""
        return self.root / "flush.request"

    @property
    def derived_version(self) -> Path:
        """Holds the version that all derived files are of."""
        return self.root / "derived.version"

    @property
    def journal(self) -> Path:
        return self.root / "journal"

    @property
    def recent(self) -> Path:
        return self.root / "recent"

    @property
    def tmp(self) -> Path:
        return self.root / "tmp"

    @property
    def incoming(self) -> Path:
        """Unfinished segments of imports, which empty it themselves."""
        return self.root / "incoming"

    @property
    def damaged(self) -> Path:
        return self.root / "damaged"

    @property
    def rollups(self) -> Path:
        return self.root / "rollups"

    @property
    def imported(self) -> Path:
        """Rollups of other systems."""
        return self.root / "imported"

    def layer(self, layer: str) -> Path:
        return self.root / layer

    def folders(self) -> tuple[Path, ...]:
        return (self.journal, self.recent, self.tmp, self.rollups, *(self.layer(layer) for layer in LAYERS))

    def journal_file(self, segment: str) -> Path:
        return self.journal / f"{segment}.wal"

    def recent_file(self, segment: str) -> Path:
        return self.recent / f"{segment}.parquet"

    def month_folder(self, layer: str, site_id: int, month: str) -> Path:
        return self.layer(layer) / f"site_id={site_id}" / f"month={month}"

    def day_file(self, layer: str, site_id: int, day: date) -> Path:
        return self.month_folder(layer, site_id, month_of(day)) / f"{day.isoformat()}.parquet"

    def packed_file(self, layer: str, site_id: int, month: str) -> Path:
        return self.month_folder(layer, site_id, month) / f"{month}.parquet"

    def rollup_file(self, site_id: int, month: str) -> Path:
        return self.rollups / f"site_id={site_id}" / f"{month}.parquet"

    def imported_file(self, site_id: int, month: str) -> Path:
        return self.imported / f"site_id={site_id}" / f"{month}.parquet"


def segment_name(number: int) -> str:
    return f"{number:012d}"
