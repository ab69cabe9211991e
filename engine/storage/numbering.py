"""Numbers stay above what the files hold, also when the database beside them is an older copy or a new one."""

import heapq
import logging
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.storage.hit_ids import Numbers
from engine.storage.layout import Layout
from engine.storage.snapshot import Snapshot

_LOG = logging.getLogger(__name__)

LOOKED_AT = 8
"""Of the newest files of `hits/`: a file is written when hits come, so the newest ones hold the highest numbers."""


def keep_numbers_above(numbers: Numbers, layout: Layout, snapshot: Snapshot) -> None:
    """A number given out twice would make one hit pass for another, and a segment for one that is flushed already."""
    names = [int(segment.name) for segment in snapshot.segments() if segment.name.isdecimal()]
    numbers.raise_to("segment", max(names, default=0) + 1)
    hot = [batch for segment in snapshot.hot for batch in segment.batches]
    recent = [segment.path for segment in snapshot.recent]
    filed = list(layout.layer("hits").glob("*/*/*.parquet"))
    newest = heapq.nlargest(LOOKED_AT, filed, key=lambda path: path.stat().st_mtime_ns)
    highest = max([_highest_hot(hot), *map(highest_hit_id, [*recent, *newest])])
    if numbers.raise_to("hit", highest + 1):
        _LOG.warning("the database is older than the files: numbers of hits go on above theirs")
        numbers.raise_to("hit", max([highest, *map(highest_hit_id, filed)]) + 1)


def highest_hit_id(path: Path) -> int:
    """0 for a file without hits, and for one that cannot be read."""
    try:
        metadata = pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return 0
    column = metadata.schema.names.index("hit_id") if "hit_id" in metadata.schema.names else None
    if column is None:
        return 0
    groups = (metadata.row_group(index).column(column) for index in range(metadata.num_row_groups))
    return max((group.statistics.max for group in groups if group.statistics is not None), default=0)


def _highest_hot(batches: Iterable[pa.RecordBatch]) -> int:
    return max((pc.max(batch.column("hit_id")).as_py() for batch in batches if batch.num_rows), default=0)
