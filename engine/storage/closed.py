"""Which days are closed, read off the names of the files in `hits/`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from engine.storage.files import Files
from engine.storage.layout import LAYERS, Layout, month_end, month_of, month_start


@dataclass(frozen=True, slots=True)
class Month:
    """One month folder of one site: packed into one file, or the days that have a file."""

    packed: bool = False
    days: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        return self.packed or day in self.days


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """The closed days of every site. Immutable: `with_month` gives the next one."""

    sites: Mapping[int, Mapping[str, Month]] = field(default_factory=dict)

    def month(self, site_id: int, month: str) -> Month | None:
        return self.sites.get(site_id, {}).get(month)

    def holds(self, site_id: int, day: date) -> bool:
        month = self.month(site_id, month_of(day))
        return month is not None and month.holds(day)

    def with_month(self, site_id: int, name: str, month: Month) -> "ClosedDays":
        of_site = dict(self.sites.get(site_id, {}))
        of_site[name] = month
        return replace(self, sites={**self.sites, site_id: of_site})

    def without_month(self, site_id: int, name: str) -> "ClosedDays":
        of_site = {key: month for key, month in self.sites.get(site_id, {}).items() if key != name}
        return replace(self, sites={**self.sites, site_id: of_site})

    def without_site(self, site_id: int) -> "ClosedDays":
        return replace(self, sites={key: months for key, months in self.sites.items() if key != site_id})

    def months(self, site_id: int, first: date, end: date) -> Iterator[tuple[str, Month]]:
        """The site's months with closed days that touch [first, end), oldest first."""
        for name, month in sorted(self.sites.get(site_id, {}).items()):
            if month_start(name) < end and month_end(name) > first:
                yield name, month

    def files(self, layout: Layout, layer: str, site_id: int, first: date, end: date) -> list[str]:
        """Paths of the layer's files that hold closed days of [first, end); packed ones may hold more."""
        paths: list[Path] = []
        for name, month in self.months(site_id, first, end):
            if month.packed:
                paths.append(layout.packed_file(layer, site_id, name))
            else:
                paths += [layout.day_file(layer, site_id, day) for day in sorted(month.days) if first <= day < end]
        return [str(path) for path in paths]

    def rollup_files(self, layout: Layout, site_id: int, first: date, end: date) -> list[str]:
        """Paths of the rollup files of the months that touch [first, end)."""
        return [str(layout.rollup_file(site_id, name)) for name, _ in self.months(site_id, first, end)]


def read_closed_days(layout: Layout) -> ClosedDays:
    """The catalogue as the names below `hits/` give it; other names are not ours and are passed over."""
    names = [folder.name for folder in _folders(layout.layer("hits"), "site_id=")]
    site_ids = [int(name.removeprefix("site_id=")) for name in names]
    return ClosedDays({site_id: read_months(layout, site_id) for site_id in site_ids})


def read_months(layout: Layout, site_id: int) -> dict[str, Month]:
    """The same of one site: its months with closed days."""
    site_folder = layout.layer("hits") / f"site_id={site_id}"
    months = {month: read_month(folder, month) for month, folder in _months(site_folder)}
    return {name: month for name, month in months.items() if month.packed or month.days}


def _folders(folder: Path, prefix: str) -> Iterable[Path]:
    return (path for path in folder.iterdir() if path.name.startswith(prefix)) if folder.is_dir() else ()


def _months(site_folder: Path) -> Iterator[tuple[str, Path]]:
    for folder in _folders(site_folder, "month="):
        yield folder.name.removeprefix("month="), folder


def read_month(folder: Path, month: str) -> Month:
    """The month as the names in its folder give it; no day where there is no folder."""
    if not folder.is_dir():
        return Month()
    stems = {path.name.removesuffix(".parquet") for path in folder.iterdir() if path.name.endswith(".parquet")}
    if month in stems:
        return Month(packed=True)
    return Month(days=frozenset(date.fromisoformat(stem) for stem in stems if len(stem) == len("2026-11-22")))


def remove_superseded_days(layout: Layout, files: Files, site_id: int, month: str) -> None:
    """Day files beside a packed one: for readers of the bare files they would count twice."""
    if not layout.packed_file("hits", site_id, month).exists():
        return
    for layer in LAYERS:
        if layout.packed_file(layer, site_id, month).exists():
            for path in layout.month_folder(layer, site_id, month).glob("????-??-??.parquet"):
                files.remove(path)
