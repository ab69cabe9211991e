"""Made-up hits into a lake, the way all hits go: through its intake, and from there to the files of closed days."""

import queue
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from engine.storage.lake import Lake
from schemas.errors import BusyError
from schemas.hits import HIT_SCHEMA

GROUP_HITS = 50_000
"""Hits of one commit."""


def deliver(lake: Lake, batches: Iterable[pa.RecordBatch], today: Callable[[], date]) -> int:
    """Stores hits of one site and says how many. They count at once; `settle` of the lake files those of closed days.

    Raises BusyError when a group cannot be stored; those before it are.
    """
    delivered = 0
    for table, late in _groups(batches, today):
        answers: queue.Queue[int | BusyError] = queue.Queue()
        lake.intake.submit_table(table, answers.put, late=late)
        answer = answers.get()
        if isinstance(answer, BusyError):
            raise answer
        delivered += table.num_rows
    return delivered


def _groups(batches: Iterable[pa.RecordBatch], today: Callable[[], date]) -> Iterator[tuple[pa.Table, bool]]:
    """Hits of days that are over and others go apart: `late` says which they are."""
    for batch in batches:
        for first in range(0, batch.num_rows, GROUP_HITS):
            table = pa.Table.from_batches([batch.slice(first, GROUP_HITS)], HIT_SCHEMA)
            is_late = pc.less(table["day"], pa.scalar(today(), pa.date32()))
            for part, late in ((table.filter(is_late), True), (table.filter(pc.invert(is_late)), False)):
                if part.num_rows:
                    yield part, late
