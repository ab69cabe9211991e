"""Pageviews and visitors of all days of sites."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path

from engine.reports.kept import Kept
from engine.reports.moment import Moment
from engine.reports.sources import Sources
from schemas.api_v1.sites import LifetimeCounts
from schemas.questions import ALWAYS
from schemas.sites import Site

KEPT_DAYS = 100_000
"""Daily totals in memory; a day takes some 250 bytes."""

_FILES_AT_A_TIME = 500

_Stamp = tuple[int, int, int]
_Totals = Mapping[date, tuple[int, int]]


class Lifetimes:
    """Thread-safe. The totals of a rollup file are kept as long as it is the same file, so answers are always exact."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._kept: Kept[str, tuple[_Stamp, _Totals]] = Kept(KEPT_DAYS)

    def counts(self, sites: Sequence[Site]) -> dict[int, LifetimeCounts]:
        """By site id."""
        return self._sources.ask(lambda moment: self._counts(moment, sites))

    def _counts(self, moment: Moment, sites: Sequence[Site]) -> dict[int, LifetimeCounts]:
        open_days = {site.id: moment.open_days(site, ALWAYS) for site in sites}
        open_totals = _open_totals(moment, {site_id: days for site_id, days in open_days.items() if days})
        files = {site.id: moment.rollup_files(site, ALWAYS) for site in sites}
        imported = {site.id: moment.imported_files(site, ALWAYS) for site in sites}
        filed = self._filed_totals(
            moment, [path for paths in (files, imported) for of in paths.values() for path in of]
        )
        return {
            site.id: _summed(
                open_days[site.id],
                open_totals.get(site.id, {}),
                [filed[path] for path in files[site.id]],
                [filed[path] for path in imported[site.id]],
            )
            for site in sites
        }

    def _filed_totals(self, moment: Moment, paths: Sequence[str]) -> dict[str, _Totals]:
        found: dict[str, _Totals] = {}
        stamps = {path: _stamp(path) for path in paths}
        for path, stamp in stamps.items():
            kept = self._kept.find(path)
            if kept is not None and kept[0] == stamp:
                found[path] = kept[1]
        for path, totals in _read_totals(moment, [path for path in paths if path not in found]):
            found[path] = totals
            stamp = stamps[path]
            if stamp is not None:
                self._kept.keep(path, (stamp, totals), len(totals) + 1)
        return found


def _open_totals(moment: Moment, days: Mapping[int, frozenset[date]]) -> dict[int, dict[date, tuple[int, int]]]:
    totals: dict[int, dict[date, tuple[int, int]]] = {site_id: {} for site_id in days}
    for site_id, day, *counts in moment.rows("open_totals", moment.open_hits_of_sites(days)) if days else ():
        totals[site_id][day] = (counts[0], counts[1])
    return totals


def _read_totals(moment: Moment, paths: Sequence[str]) -> Iterator[tuple[str, _Totals]]:
    for start in range(0, len(paths), _FILES_AT_A_TIME):
        chosen = paths[start : start + _FILES_AT_A_TIME]
        by_file: dict[str, dict[date, tuple[int, int]]] = {path: {} for path in chosen}
        rows = moment.queries.rows(moment.statements.text("daily_totals"), {"stale_rollups": chosen})
        for path, day, pageviews, visitors in rows:
            by_file[path][day] = (pageviews, visitors)
        yield from by_file.items()


def _stamp(path: str) -> _Stamp | None:
    """Changes with every file that gets this name. None where there is none at the moment."""
    try:
        status = Path(path).stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _summed(
    open_days: Set[date], open_totals: _Totals, closed: Sequence[_Totals], imported: Sequence[_Totals]
) -> LifetimeCounts:
    """A day counts as what the moment shows it as: hits of closed days may wait, and a file may hold an open day."""
    days = [totals for day, totals in open_totals.items() if day in open_days]
    days += [totals for part in closed for day, totals in part.items() if day not in open_days]
    if imported:
        own_days = open_days | {day for part in closed for day in part}
        days += [totals for part in imported for day, totals in part.items() if day not in own_days]
    return LifetimeCounts(sum(pageviews for pageviews, _ in days), sum(visitors for _, visitors in days))
