"""One run of `hitlake import`: its logs one after another, and then the days that they are of."""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.imports.delivery import Delivery
from engine.imports.exported import ExportedCounts
from engine.imports.finding_exported import find_exported
from engine.imports.following import Following
from engine.imports.formats import AUTO, require_format_name
from engine.imports.importer import Importer, Log
from engine.imports.reimporter import Reimporter
from engine.imports.storing import Imported, Storing
from engine.imports.summary import Summary
from engine.imports.systems.count_importer import CountImporter
from engine.imports.systems.counts import find_counts
from engine.imports.systems.exports import find_export
from engine.imports.systems.hit_importer import HitImporter
from engine.imports.systems.hits import system_of
from engine.ingest.facts import build_facts
from engine.ingest.places import Places
from engine.registry.registry import Registry
from engine.statements import Statements
from engine.storage.calendar import Calendar
from engine.storage.files import Files
from engine.storage.imported import ImportedRollups
from engine.storage.layout import Layout
from schemas.errors import BadInputError, ConflictError
from schemas.sites import Site
from server.cli.import_progress import LogProgress, waiting
from server.foundations import geo_database, opened_lake, zone_finder
from server.settings import Settings

LOOK_SECONDS = 0.1
"""Between two looks whether the server has closed the days."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one log: a summary, or why it could not be imported. `seconds` were spent on its lines."""

    log: str
    seconds: float
    summary: Summary | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Importers:
    """One for each kind of file."""

    logs: Importer
    exported_hits: Reimporter
    system_hits: HitImporter
    counts: CountImporter


class ImportRun:
    """Raises BadInputError for a format that is not known, and for a geo database that cannot be used."""

    def __init__(self, settings: Settings, registry: Registry, site: Site, format_name: str, *, again: bool) -> None:
        require_format_name(format_name)
        self._settings, self._registry, self._site = settings, registry, site
        self._format_name, self._again = format_name, again
        self._layout = Layout(settings.data.resolve())
        self._over: list[str] = []
        self.done: list[Outcome] = []

    @property
    def failures(self) -> list[Outcome]:
        return [outcome for outcome in self.done if outcome.failure]

    def import_all(self, logs: Iterable[str]) -> None:
        """A log that cannot be read costs itself alone. ConflictError: another import is running."""
        with self._importer() as importer, importer.storing.delivery.alone(), _no_garbage_collection():
            importers = self._importers(importer)
            for path in logs:
                self.done.append(self._import(importers, path))

    def follow(self, path: str, tell: Callable[[Sequence[Outcome]], None], wait: Callable[[], bool]) -> None:
        """Imports what a log grows by, turn by turn, once it was imported. `wait` says whether it is to end.

        Raises BadInputError where the log cannot be read any more. While another import is running it waits.
        """
        log, ending = Log(path=path, format_name=self._format_name), False
        with self._importer() as importer, closing(Following(importer, log, self._site)) as following:
            while (outcomes := self._turn(importer, following, path)) or not ending:
                tell(outcomes)
                self.close_days()
                ending = ending or wait()

    @contextmanager
    def _importer(self) -> Iterator[Importer]:
        files = Files()
        delivery = Delivery(self._layout, files, self._registry.imports)
        with Places(geo_database(self._settings)) as places:
            calendar = Calendar(_now_ms, zone_finder(self._registry), self._settings.close_after_minutes)
            numbers, ledger = self._registry.numbers, self._registry.imports
            storing = Storing(delivery=delivery, files=files, numbers=numbers, open_from=calendar.open_from)
            facts = build_facts(places, self._registry.salts)
            yield Importer(storing=storing, ledger=ledger, facts=facts, now_ms=_now_ms)

    def close_days(self) -> None:
        """Returns once the days that are over are closed: by this process, or by the server that holds DATA."""
        if not self._waiting():
            return
        with waiting("closing days"):
            while self._waiting() and not self._closed_here():
                time.sleep(LOOK_SECONDS)

    def _turn(self, importer: Importer, following: Following, path: str) -> list[Outcome]:
        started = time.monotonic()
        try:
            with importer.storing.delivery.alone():
                imported = list(following.turn())
        except ConflictError:
            return []
        for one in imported:
            self._over += one.over
        return [Outcome(path, time.monotonic() - started, one.summary) for one in imported]

    def _importers(self, logs: Importer) -> "_Importers":
        storing, ledger, statements = logs.storing, logs.ledger, Statements()
        rollups = ImportedRollups(self._layout, storing.files, statements)
        return _Importers(
            logs=logs,
            exported_hits=Reimporter(storing=storing, ledger=ledger, statements=statements),
            system_hits=HitImporter(storing=storing, ledger=ledger, facts=logs.facts, now_ms=logs.now_ms),
            counts=CountImporter(delivery=storing.delivery, rollups=rollups, ledger=ledger, statements=statements),
        )

    def _import(self, importers: "_Importers", path: str) -> Outcome:
        started = time.monotonic()
        try:
            imported = self._reimported(importers, path) or self._of_system(importers, path)
            imported = imported or self._imported(importers.logs, path)
        except BadInputError as error:
            return Outcome(path, time.monotonic() - started, failure=str(error))
        self._over += imported.over
        return Outcome(path, time.monotonic() - started, imported.summary)

    def _reimported(self, importers: "_Importers", path: str) -> Imported | None:
        """None where the file is no export of ours."""
        exported = find_exported(Path(path))
        if exported is None:
            return None
        with waiting(f"importing {path}"):
            if isinstance(exported, ExportedCounts):
                return importers.counts.run_exported(exported, self._site, again=self._again)
            return importers.exported_hits.run(exported, self._site, again=self._again)

    def _of_system(self, importers: "_Importers", path: str) -> Imported | None:
        """None where the file is no export of another system, or said to be a log."""
        export = find_export(path) if self._format_name == AUTO else None
        if export is None:
            return None
        if (system := system_of(export)) is not None:
            with waiting(f"importing {path}"):
                return importers.system_hits.run(export, system, self._site, again=self._again)
        if (found := find_counts(export)) is not None:
            with waiting(f"importing {path}"):
                return importers.counts.run(found, self._site, again=self._again)
        return None

    def _imported(self, importer: Importer, path: str) -> Imported:
        log = Log(path=path, format_name=self._format_name, again=self._again)
        with LogProgress(path) as progress:
            return importer.run(log, self._site, sys.stdin.buffer, progress.show)

    def _waiting(self) -> bool:
        self._over = [segment for segment in self._over if self._layout.recent_file(segment).exists()]
        return bool(self._over)

    def _closed_here(self) -> bool:
        try:
            lake = opened_lake(self._settings, self._registry, _now_ms)
        except ConflictError:
            return False
        with lake:
            lake.housekeeping.settle()
        return True


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Reading a log makes no cycles, but the collector would look for them a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
