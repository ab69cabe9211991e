"""What start-up finds under DATA after any kind of end, and brings in order."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from engine.storage.closed import ClosedDays, read_closed_days, remove_superseded_days
from engine.storage.damages import Damages
from engine.storage.files import Files
from engine.storage.frames import read_journal
from engine.storage.layout import LAYERS, Layout, month_end, month_start
from engine.storage.parquet import DERIVED_VERSION, fingerprints, made_from
from engine.storage.segments import HotSegment, RecentSegment, read_recent_segment
from engine.storage.snapshot import Snapshot
from schemas.errors import DamagedFileError
from schemas.receipts import Receipt


@dataclass(slots=True)
class Recovered:
    """The first snapshot, the receipts of the journal, and the months whose derived files must be made again."""

    snapshot: Snapshot
    receipts: list[Receipt]
    stale: list[tuple[int, str]] = field(default_factory=list)


def recover(layout: Layout, files: Files, damages: Damages, now_ms: int) -> Recovered:
    """Raises OSError where DATA cannot be read or written."""
    for folder in layout.folders():
        files.make_folder(folder)
    _empty(layout, files)
    recovery = _Recovery(layout, files, damages, now_ms)
    recent = recovery.recent_segments()
    hot = recovery.journal_segments({segment.name for segment in recent})
    closed = read_closed_days(layout)
    for site_id, name in _months(closed):
        remove_superseded_days(layout, files, site_id, name)
    # Times say nothing of files that another program wrote: it may keep something else in them.
    look = is_stale if is_derived_by_this_version(layout) else notes_differ
    stale = [pair for pair in _months(closed) if look(layout, closed, *pair)]
    return Recovered(Snapshot(closed, tuple(recent), tuple(hot)), recovery.receipts, stale)


def is_derived_by_this_version(layout: Layout) -> bool:
    """All derived files under DATA were of this version once. A look at each would take long where there are many."""
    try:
        return layout.derived_version.read_text() == str(DERIVED_VERSION)
    except (OSError, ValueError):
        return False


def note_derived_version(layout: Layout, files: Files) -> None:
    """To be called once no derived file of another version is left."""
    unfinished = layout.tmp / layout.derived_version.name
    files.write(unfinished, lambda path: path.write_text(str(DERIVED_VERSION)))
    files.move(unfinished, layout.derived_version)


class _Recovery:
    def __init__(self, layout: Layout, files: Files, damages: Damages, now_ms: int) -> None:
        self._layout, self._files, self._damages, self._now_ms = layout, files, damages, now_ms
        self.receipts: list[Receipt] = []

    def recent_segments(self) -> list[RecentSegment]:
        segments = []
        for path in sorted(self._layout.recent.glob("*.parquet")):
            try:
                segments.append(read_recent_segment(path))
            except (OSError, pa.ArrowException, DamagedFileError):
                self._damages.move_aside(path, "a flushed segment cannot be read")
        return segments

    def journal_segments(self, flushed: set[str]) -> list[HotSegment]:
        segments = []
        for path in sorted(self._layout.journal.glob("*.wal")):
            segment = None if path.stem in flushed else self._read_journal(path.stem, path.read_bytes())
            if segment is None:
                self._files.remove(path)
            else:
                segments.append(segment)
        return segments

    def _read_journal(self, name: str, content: bytes) -> HotSegment | None:
        journal = read_journal(content)
        if journal.damage is not None:
            self._damages.put_aside(f"{name}.wal", content[journal.good_length :] or content, journal.damage)
        if not journal.batches:
            return None
        self.receipts += journal.receipts
        segment = HotSegment(name, late=False, opened_at_ms=self._now_ms)
        for batch in journal.batches:
            segment = segment.with_batch(batch)
        return segment


def _empty(layout: Layout, files: Files) -> None:
    for path in layout.tmp.iterdir():
        if path.is_dir():
            files.remove_folder(path)
        else:
            files.remove(path)


def _months(closed: ClosedDays) -> list[tuple[int, str]]:
    return [(site_id, name) for site_id, months in closed.sites.items() for name in months]


def is_stale(layout: Layout, closed: ClosedDays, site_id: int, name: str) -> bool:
    """Derived files are written after what they are made from, so only a missing or older one has to be opened."""
    month = closed.month(site_id, name)
    if month is None:
        return False
    hits = closed.files(layout, "hits", site_id, *_span(name))
    visits = closed.files(layout, "visits", site_id, *_span(name))
    rollup = layout.rollup_file(site_id, name)
    pairs = [*zip(hits, visits, strict=True), *((path, str(rollup)) for path in hits)]
    return any(_older(derived, source) for source, derived in pairs) and _differs(hits, visits, str(rollup))


def notes_differ(layout: Layout, closed: ClosedDays, site_id: int, name: str) -> bool:
    """Derived files of the month are missing or made from other hits, whatever their times say."""
    hits, visits = (closed.files(layout, layer, site_id, *_span(name)) for layer in LAYERS)
    return _differs(hits, visits, str(layout.rollup_file(site_id, name)))


def _older(derived: str, source: str) -> bool:
    try:
        return Path(derived).stat().st_mtime_ns <= Path(source).stat().st_mtime_ns
    except FileNotFoundError:
        return True


def _differs(hits: list[str], visits: list[str], rollup: str) -> bool:
    sources = [fingerprints(Path(path)) for path in hits]
    if None in sources or sources != [made_from(Path(path)) for path in visits]:
        return True
    days = {day: text for source in sources for day, text in (source or {}).items()}
    return days != made_from(Path(rollup))


def _span(month: str) -> tuple[date, date]:
    return month_start(month), month_end(month)
