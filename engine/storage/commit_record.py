"""What became of the hits that came to be committed."""

from collections.abc import Callable

import pyarrow as pa

from engine.measures import COMMIT_SECONDS, GROUP_HITS, Histogram
from engine.storage.last_hits import LastHits
from engine.storage.layout import Layout


class CommitRecord:
    """Written by the committing thread, read by any. Counts begin at 0 with every start."""

    def __init__(self, layout: Layout, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self.seconds, self.sizes = Histogram(COMMIT_SECONDS), Histogram(GROUP_HITS)
        self.stored_hits = 0
        self.failed_hits = 0
        self.trouble: str | None = None
        """Why the last commit failed: until one succeeds, or the disk is found to take something again."""
        self.last_hits = LastHits(layout)

    def note_stored(self, batch: pa.RecordBatch, seconds: float, *, late: bool) -> None:
        self.seconds.observe(seconds)
        self.sizes.observe(batch.num_rows)
        self.stored_hits += batch.num_rows
        self.trouble = None
        if not late:
            self.last_hits.note(batch, self._now_ms())

    def note_failed(self, hits: int, trouble: str | None) -> None:
        """Without a `trouble` the hits themselves were at fault, and others are stored."""
        self.failed_hits += hits
        self.trouble = trouble or self.trouble
