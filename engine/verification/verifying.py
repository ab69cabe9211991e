"""A verification: every layer against every other, beside a running server or without one. It changes nothing.

A running server moves files meanwhile, so what is found of a month or a segment counts only when its files are still
the same at a second look.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb

from engine.statements import Statements
from engine.storage.layout import LAYERS, Layout
from engine.verification.comparing import Comparing
from engine.verification.findings import Finding, Report, note
from engine.verification.months import MonthCheck
from engine.verification.segments import SegmentCheck
from engine.verification.single_files import fault, rows_of
from engine.views import create_views
from schemas.errors import HitlakeError

LOOKS = 20

Progress = Callable[[int, int, str], object]
"""Told how many bytes are looked at, of how many, and what comes next."""


class Verification:
    """`zones` are the time zones of the known sites by their ids; `pause` waits a moment before a further look."""

    def __init__(
        self,
        layout: Layout,
        duck: duckdb.DuckDBPyConnection,
        statements: Statements,
        zones: Mapping[int, str],
        *,
        served: bool,
        pause: Callable[[], object],
    ) -> None:
        self._layout, self._duck, self._statements, self._zones = layout, duck, statements, zones
        self._served, self._pause = served, pause
        self._comparing = Comparing(duck, statements)
        self._months = MonthCheck(layout, duck, self._comparing)
        self._segments = SegmentCheck(layout, duck, served=served)

    def run(self, progress: Progress) -> Report:
        """Raises OSError where DATA cannot be read at all."""
        report = Report()
        months = self._month_names()
        sizes = {month: sum(map(_size, self._months.paths(*month))) for month in months}
        recent = sorted(self._layout.recent.glob("*.parquet"))
        imported = sorted(self._layout.imported.glob("site_id=*/*.parquet"))
        total, done = sum(sizes.values()) + sum(map(_size, [*recent, *imported])), 0
        progress(done, total, "journal")
        for path in sorted(self._layout.journal.glob("*.wal")):
            self._look_at_journal(path, report)
        for path in recent:
            progress(done, total, f"recent/{path.name}")
            done += _size(path)
            self._look_at_recent(path, report)
        for (site_id, name), size in sizes.items():
            progress(done, total, f"{name} of site {site_id}")
            self._look_at_month(site_id, name, report)
            done += size
        for path in imported:
            progress(done, total, f"imported/{path.parent.name}/{path.name}")
            done += _size(path)
            self._look_at_imported(path, report)
        progress(done, total, "hits that are there twice")
        report.add(self._repeated(report))
        report.add(self._put_aside())
        progress(total, total, "")
        return report

    def _month_names(self) -> list[tuple[int, str]]:
        """Of every layer: derived files without hits are to be found, too."""
        found: set[tuple[int, str]] = set()
        for site in (path for layer in (*LAYERS, "rollups") for path in self._layout.layer(layer).glob("site_id=*")):
            site_id = int(site.name.removeprefix("site_id="))
            found |= {(site_id, path.name.removeprefix("month=")) for path in site.glob("month=*")}
            found |= {(site_id, path.stem) for path in site.glob("????-??.parquet")}
        return sorted(found)

    def _look_at_journal(self, path: Path, report: Report) -> None:
        def count(rows: int) -> None:
            report.files["journal"] += 1
            report.rows["journal"] += rows

        try:
            report.add(self._segments.look_at_journal(path, count))
        except FileNotFoundError:
            return  # it is flushed, and the folder of flushed segments is listed later

    def _look_at_recent(self, path: Path, report: Report) -> None:
        self._count(report, "recent", [path])
        report.add(self._settled(lambda: list(self._segments.look_at_recent(path)), lambda: [path]))

    def _look_at_imported(self, path: Path, report: Report) -> None:
        def look() -> list[Finding]:
            what, where = fault(self._duck, path), str(path.relative_to(self._layout.root))
            remedy = "put it aside, and import the export once more with --again"
            return [] if what is None else [Finding("imported", where, what, remedy, aside=(path,))]

        self._count(report, "imported", [path])
        report.add(self._settled(look, lambda: [path]))

    def _look_at_month(self, site_id: int, name: str, report: Report) -> None:
        def paths() -> list[Path]:
            return self._months.paths(site_id, name)

        report.add(self._settled(lambda: self._months.look(site_id, name, self._zones.get(site_id)), paths))
        for layer in (*LAYERS, "rollups"):
            self._count(report, layer, [path for path in paths() if path.is_relative_to(self._layout.layer(layer))])
        if site_id not in self._zones:
            where = f"hits/site_id={site_id}"
            report.add([note("hits", where, "the database knows no such site", "remove the site's folders by hand")])

    def _count(self, report: Report, layer: str, paths: list[Path]) -> None:
        report.files[layer] += len(paths)
        report.rows[layer] += sum(map(rows_of, paths))

    def _settled(self, look: Callable[[], list[Finding]], paths: Callable[[], list[Path]]) -> list[Finding]:
        """What is found of files that did not change meanwhile; nothing of a segment that has moved on."""
        for _ in range(LOOKS):
            before = _marks(paths())
            try:
                findings = look()
            except FileNotFoundError:
                if not any(path.exists() for path in paths()):
                    return []
                continue
            except duckdb.Error as error:
                where = str(paths()[0].relative_to(self._layout.root)) if paths() else ""
                findings = [Finding(where.partition("/")[0], where, str(error).splitlines()[0], "look again")]
            if findings and self._served:
                self._pause()
            if not findings or _marks(paths()) == before:
                return findings
        return [note("hits", "", "some files changed all the time", "verify again")]

    def _repeated(self, report: Report) -> Iterator[Finding]:
        if report.wrong:
            return  # the views read every file: a damaged one is told of already
        self._comparing.forget()
        for last in (False,) * 4 + (True,):
            try:
                create_views(self._duck, self._layout.root, self._statements)
                rows = self._duck.execute(self._statements.text("repeated_hits")).fetchall()
            except duckdb.Error:
                if last:
                    raise
                self._pause()
                continue
            for hit_id, times in rows:
                yield Finding("hits", "", f"hit {hit_id} is there {times} times", "tell the makers: this must not be")
            return

    def _put_aside(self) -> Iterator[Finding]:
        if self._layout.damaged.is_dir():
            for path in sorted(self._layout.damaged.iterdir()):
                yield note("damaged", f"damaged/{path.name}", "was put aside earlier", "delete it if nobody needs it")


def database_findings(faults: Callable[[], list[str]]) -> list[Finding]:
    """What SQLite itself says of hitlake.db."""
    remedy = "restore hitlake.db from a backup"
    try:
        return [Finding("database", "hitlake.db", text, remedy) for text in faults()]
    except HitlakeError as error:
        return [Finding("database", "hitlake.db", str(error), remedy)]


def _marks(paths: list[Path]) -> list[tuple[str, int, int]]:
    marks = []
    for path in paths:
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        marks.append((str(path), found.st_ino, found.st_mtime_ns))
    return marks


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
