"""One month of one site: its files in `hits/`, `visits/` and `rollups/` against each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from engine.storage.closed import Month, read_month
from engine.storage.layout import LAYERS, Layout, month_end, month_start
from engine.storage.parquet import Fingerprints, made_from
from engine.verification.comparing import Comparing
from engine.verification.findings import Finding, note
from engine.verification.single_files import fault

REMAKE = "make it again from the hits"
ASIDE = "put it aside and make the derived files again; a backup's file in its place brings the hits back"


@dataclass(slots=True)
class _Looked:
    """What is known of the month so far. Files that are `bad` are compared with nothing."""

    month: Month
    bad: set[Path] = field(default_factory=set)
    prints: dict[date, str] = field(default_factory=dict)


class MonthCheck:
    def __init__(self, layout: Layout, duck: duckdb.DuckDBPyConnection, comparing: Comparing) -> None:
        self._layout, self._duck, self._comparing = layout, duck, comparing

    def paths(self, site_id: int, name: str) -> list[Path]:
        """All files of the month, those that supersede others and those that are superseded."""
        folders = [self._layout.month_folder(layer, site_id, name) for layer in LAYERS]
        found = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
        rollup = self._layout.rollup_file(site_id, name)
        return [*found, rollup] if rollup.exists() else found

    def look(self, site_id: int, name: str, zone: str | None) -> list[Finding]:
        """Raises duckdb.Error and FileNotFoundError while files of the month are being moved."""
        looked = _Looked(read_month(self._layout.month_folder("hits", site_id, name), name))
        findings = [*self._strangers(site_id, name, looked), *self._broken(site_id, name, looked)]
        rollup = self._layout.rollup_file(site_id, name)
        for hits, visits in self._pairs(site_id, name, looked.month):
            if hits not in looked.bad:
                findings += self._compared(name, hits, visits, rollup, zone, looked)
        if rollup not in looked.bad and rollup.exists() and not looked.bad:
            findings += self._rest_of_rollups(rollup, looked)
        return _once(findings)

    def _pairs(self, site_id: int, name: str, month: Month) -> list[tuple[Path, Path]]:
        """Each file of hits with that of its visits."""
        if month.packed:
            hits, visits = (self._layout.packed_file(layer, site_id, name) for layer in LAYERS)
            return [(hits, visits)]
        return [
            (self._layout.day_file("hits", site_id, day), self._layout.day_file("visits", site_id, day))
            for day in sorted(month.days)
        ]

    def _strangers(self, site_id: int, name: str, looked: _Looked) -> Iterator[Finding]:
        """Files that are superseded, that no hits stand behind, or that are not ours."""
        pairs = self._pairs(site_id, name, looked.month)
        expected = {path for pair in pairs for path in pair}
        if pairs:
            expected.add(self._layout.rollup_file(site_id, name))
        for path in self.paths(site_id, name):
            layer = path.relative_to(self._layout.root).parts[0]
            if path in expected:
                continue
            if not _is_ours(path, name):
                yield note(layer, self._where(path), "is no file of Hitlake", "it is left alone")
            elif layer == "hits" or looked.month.packed:
                yield self._wrong(path, "is superseded by the packed month", "remove it", remove=(path,))
            else:
                yield self._wrong(path, "there are no hits that it follows from", "remove it", remove=(path,))

    def _broken(self, site_id: int, name: str, looked: _Looked) -> Iterator[Finding]:
        rollup = self._layout.rollup_file(site_id, name)
        for hits, visits in self._pairs(site_id, name, looked.month):
            if what := fault(self._duck, hits):
                looked.bad.add(hits)
                yield self._wrong(hits, what, ASIDE, aside=(hits,), remove=(visits, rollup))
            yield from self._broken_derived(visits, looked)
        if looked.month != Month():
            yield from self._broken_derived(rollup, looked)

    def _broken_derived(self, path: Path, looked: _Looked) -> Iterator[Finding]:
        what = fault(self._duck, path) if path.exists() else "is missing"
        if what:
            looked.bad.add(path)
            yield self._wrong(path, what, REMAKE, remove=(path,))

    def _compared(
        self, name: str, hits: Path, visits: Path, rollup: Path, zone: str | None, looked: _Looked
    ) -> Iterator[Finding]:
        prints = self._comparing.load(hits)
        looked.prints |= prints
        days = None if looked.month.packed else {date.fromisoformat(hits.stem)}
        for what in self._comparing.faults_of_hits(prints, days, name, hits):
            looked.bad.add(hits)
            yield self._wrong(hits, what, ASIDE, aside=(hits,), remove=(visits, rollup))
        if zone and (count := self._comparing.other_zone(zone)):
            yield note("hits", self._where(hits), f"{count} hits came while the site had another time zone than {zone}")
        if visits not in looked.bad and (_differ(made_from(visits), prints) or self._comparing.visits_differ(visits)):
            yield self._wrong(visits, "is not what follows from the hits", REMAKE, remove=(visits,))
        if rollup not in looked.bad and self._comparing.rollups_differ(rollup, sorted(prints)):
            yield self._wrong(rollup, "is not what follows from the hits", REMAKE, remove=(rollup,))

    def _rest_of_rollups(self, rollup: Path, looked: _Looked) -> Iterator[Finding]:
        if self._comparing.rollup_days(rollup) - looked.prints.keys():
            yield self._wrong(rollup, "holds days that no hits are there of", REMAKE, remove=(rollup,))
        elif _differ(made_from(rollup), looked.prints):
            yield self._wrong(rollup, "was made from other hits", REMAKE, remove=(rollup,))

    def _wrong(
        self, path: Path, what: str, remedy: str, aside: tuple[Path, ...] = (), remove: tuple[Path, ...] = ()
    ) -> Finding:
        layer = path.relative_to(self._layout.root).parts[0]
        return Finding(layer, self._where(path), what, remedy, aside=aside, remove=remove)

    def _where(self, path: Path) -> str:
        return str(path.relative_to(self._layout.root))


def _differ(noted: Fingerprints | None, prints: Fingerprints) -> bool:
    return noted is None or noted != prints


def _is_ours(path: Path, month: str) -> bool:
    stem = path.name.removesuffix(".parquet")
    if stem == path.name:
        return False
    if stem == month:
        return True
    try:
        return month_start(month) <= date.fromisoformat(stem) < month_end(month)
    except ValueError:
        return False


def _once(findings: list[Finding]) -> list[Finding]:
    """The first finding of each file and kind: the others follow from the same fault."""
    return list({(finding.where, finding.is_wrong): finding for finding in reversed(findings)}.values())[::-1]
