"""One open DATA folder: everything that this process holds of it, started and stopped together."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from engine.duck import DuckLimits, open_duck
from engine.statements import Statements
from engine.storage.adopting import Adopting
from engine.storage.calendar import Calendar
from engine.storage.closing import Closing
from engine.storage.damages import Damages
from engine.storage.erasing import Erasing
from engine.storage.files import Files
from engine.storage.filing import Filing
from engine.storage.flushing import Flushing, FlushLimits
from engine.storage.hit_ids import Numbers
from engine.storage.housekeeping import Housekeeping
from engine.storage.intake import Intake
from engine.storage.keeping import Keeping
from engine.storage.layout import Layout
from engine.storage.lock import DataLock
from engine.storage.numbering import keep_numbers_above
from engine.storage.packing import Packing
from engine.storage.receipts import Ledger, Receipts
from engine.storage.recovery import is_derived_by_this_version, note_derived_version, recover
from engine.storage.retention import Retention
from engine.storage.snapshot import CurrentSnapshot
from engine.storage.thinning import Thinning
from engine.storage.troubles import Troubles

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LakeLimits:
    """`queue_hits` bounds the hits that wait for a commit; `filing` bounds the DuckDB of the background work."""

    queue_hits: int = 50_000
    flush: FlushLimits = field(default_factory=FlushLimits)
    filing: DuckLimits = field(default_factory=DuckLimits)
    close_after_minutes: int = 5


@dataclass(frozen=True, slots=True)
class Lake:
    """Use as a context manager, or call `close`."""

    layout: Layout
    current: CurrentSnapshot
    intake: Intake
    housekeeping: Housekeeping
    calendar: Calendar
    receipts: Receipts
    damages: Damages
    lock: DataLock
    filing_duck: duckdb.DuckDBPyConnection

    @property
    def damage(self) -> tuple[str, ...]:
        """What was found unreadable, at start and since."""
        return self.damages.notes()

    def start(self) -> None:
        """Starts the background work; without it nothing is flushed or closed but by `settle`."""
        self.housekeeping.start()

    def close(self) -> None:
        """Commits what waits and flushes it. Hits that cannot be flushed now stay in the journal for the next start."""
        self.housekeeping.stop(self.filing_duck.interrupt)
        self.intake.stop()
        try:
            self.housekeeping.flush()
        except OSError as error:
            _LOG.warning("hits stay in the journal until the next start: they cannot be flushed now (%s)", error)
        finally:
            self.filing_duck.close()
            self.lock.release()

    def __enter__(self) -> "Lake":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_lake(
    root: Path,
    *,
    numbers: Numbers,
    ledger: Ledger,
    zone_of: Callable[[int], str | None],
    now_ms: Callable[[], int],
    limits: LakeLimits | None = None,
    keeping: Keeping | None = None,
    files: Files | None = None,
    statements: Statements | None = None,
) -> Lake:
    """Takes DATA's lock, recovers, and starts taking hits.

    Raises ConflictError where another process holds DATA, OSError where the folder cannot be used.
    """
    limits, keeping = limits or LakeLimits(), keeping or Keeping()
    files, layout = files or Files(), Layout(root.resolve())
    files.make_folder(layout.root)
    lock = DataLock(layout.lock)
    try:
        damages = Damages(layout, files)
        recovered = recover(layout, files, damages, now_ms())
        current = CurrentSnapshot(recovered.snapshot)
        keep_numbers_above(numbers, layout, recovered.snapshot)
        receipts = Receipts(ledger)
        receipts.add(recovered.receipts)
        intake = Intake(layout, files, numbers, current, receipts, now_ms, limits.queue_hits)
        duck = open_duck(layout.root, layout.tmp / "spill", limits.filing, keeps_order=True)
        filing = Filing(layout, files, duck, statements or Statements())
        packing, flushing = Packing(layout, files, duck), Flushing(layout, files, current, intake, receipts)
        calendar, troubles = Calendar(now_ms, zone_of, limits.close_after_minutes), Troubles()
        closing = Closing(layout, files, current, filing, packing, calendar, troubles)
        adopting = Adopting(layout, current, damages)
        thinning = Thinning(layout, files, current)
        erasing = Erasing(layout, files, current, flushing, thinning, ledger, keeping)
        retention = Retention(layout, files, current, thinning, duck, calendar, keeping)
        housekeeping = Housekeeping(
            current, intake, adopting, flushing, closing, erasing, retention, troubles, receipts, limits.flush, now_ms
        )
        if housekeeping.remake(recovered.stale) and not is_derived_by_this_version(layout):
            note_derived_version(layout, files)
    except BaseException:
        lock.release()
        raise
    intake.start()
    return Lake(layout, current, intake, housekeeping, calendar, receipts, damages, lock, duck)
