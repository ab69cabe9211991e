"""What is not filed yet: frames of the journal, and files of `recent/`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from engine.storage.frames import read_journal
from engine.storage.layout import Layout
from engine.verification.findings import Finding, note
from engine.verification.single_files import fault

START = "the next start does it"


class SegmentCheck:
    """`served`: a server works on DATA now, and moves on by itself what would be a leftover otherwise."""

    def __init__(self, layout: Layout, duck: duckdb.DuckDBPyConnection, *, served: bool) -> None:
        self._layout, self._duck, self._served = layout, duck, served

    def look_at_journal(self, path: Path, count: Callable[[int], object]) -> Iterator[Finding]:
        """`count` is told how many hits the whole frames hold. Raises FileNotFoundError where it has moved on."""
        where = f"journal/{path.name}"
        content = path.read_bytes()
        journal = read_journal(content)
        count(sum(batch.num_rows for batch in journal.batches))
        if not self._served and self._layout.recent_file(path.stem).exists():
            yield note("journal", where, "is flushed already, and superseded", START)
        elif journal.damage is not None and not (self._served and path.read_bytes() != content):
            lost = len(content) - journal.good_length
            remedy = "keep the frames before, and put those bytes aside"
            # Nothing is moved by the repair itself: it is the start that cuts a journal, whoever starts.
            yield Finding("journal", where, f"{journal.damage}: {lost} bytes cannot be read", remedy)

    def look_at_recent(self, path: Path) -> Iterator[Finding]:
        """Raises FileNotFoundError where it has moved on."""
        if what := fault(self._duck, path):
            remedy = "put it aside; a backup's file in its place brings the hits back"
            yield Finding("recent", f"recent/{path.name}", what, remedy, aside=(path,))
