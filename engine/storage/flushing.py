"""Flushing: a sealed journal segment becomes a file in `recent/`, and only then its journal file goes.

Its receipts go to their ledger before: once the file in `recent/` is there, nobody reads the journal again.
"""

from dataclasses import dataclass

from engine.storage.files import Files
from engine.storage.intake import Intake
from engine.storage.layout import Layout
from engine.storage.receipts import Receipts
from engine.storage.segments import HotSegment, RecentSegment, write_recent_file
from engine.storage.snapshot import CurrentSnapshot


@dataclass(frozen=True, slots=True)
class FlushLimits:
    """A segment is flushed at the first of these. Late hits are flushed sooner, to be folded within a minute."""

    rows: int = 100_000
    bytes: int = 32_000_000
    seconds: int = 3600
    late_seconds: int = 20

    def reached(self, segment: HotSegment, now_ms: int) -> bool:
        seconds = self.late_seconds if segment.late else self.seconds
        old = now_ms - segment.opened_at_ms >= seconds * 1000
        return old or segment.rows >= self.rows or segment.bytes >= self.bytes


def remove_flushed_journal(layout: Layout, files: Files, name: str) -> None:
    """Before the flushed file goes, or rows of it: a journal file that could not go with the flush would count again.

    Raises OSError.
    """
    journal = layout.journal_file(name)
    if journal.exists():
        files.discard(journal)


class Flushing:
    """One thread at a time."""

    def __init__(
        self, layout: Layout, files: Files, current: CurrentSnapshot, intake: Intake, receipts: Receipts
    ) -> None:
        self._layout, self._files, self._current, self._intake = layout, files, current, intake
        self._receipts = receipts

    def flush(self, segment: HotSegment) -> None:
        """Seals the segment if it is still open, and flushes it."""
        if segment.name in self._intake.open_segments():
            self._intake.rotate(late=segment.late)
        self._flush_sealed(segment.name)

    def is_asked_for(self) -> bool:
        """Whether another process asks for a flush of everything; once."""
        if not self._layout.flush_request.exists():
            return False
        self._files.remove(self._layout.flush_request)
        return True

    def _flush_sealed(self, name: str) -> None:
        self._receipts.save()
        segment = next(hot for hot in self._current.read().hot if hot.name == name)
        table, target = segment.table(), self._layout.recent_file(name)
        unfinished = self._layout.tmp / target.name
        self._files.write(unfinished, lambda path: write_recent_file(path, table))
        self._files.move(unfinished, target)
        flushed = RecentSegment(name, target, segment.contents, segment.rows)
        self._current.change(lambda snapshot: snapshot.with_recent(flushed))
        self._files.remove(self._layout.journal_file(name))
