"""When each site's last hit came."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from engine.storage.closed import ClosedDays
from engine.storage.layout import Layout
from engine.storage.snapshot import Snapshot

_FIRST, _END = date.min, date.max


class LastHits:
    """`note` is for the committing thread; `read` for any other one at a time.

    Hits of before the start are looked up in the files, at the first question and then never again.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._came_ms: dict[int, int] = {}
        self._before_ms: Mapping[int, int] | None = None

    def note(self, batch: pa.RecordBatch, now_ms: int) -> None:
        """Hits of now. Back-filled ones are none of these."""
        for site_id in batch.column("site_id").unique().to_pylist():
            self._came_ms[site_id] = now_ms

    def read(self, snapshot: Snapshot) -> dict[int, int]:
        """Epoch milliseconds by site id."""
        if self._before_ms is None:
            self._before_ms = dict(_filed(self._layout, snapshot.closed)) | _waiting(snapshot)
        return {**self._before_ms, **self._came_ms}


def _waiting(snapshot: Snapshot) -> dict[int, int]:
    """Of hits that are not filed yet, hot ones too."""
    columns = ["site_id", "created_at"]
    tables = [segment.table().select(columns) for segment in snapshot.hot]
    for segment in snapshot.recent:
        try:
            tables.append(pq.read_table(segment.path, columns=columns, partitioning=None))
        except (OSError, pa.ArrowException):
            continue  # filed a moment ago, or damaged, which is told elsewhere
    if not tables:
        return {}
    last = pa.concat_tables(tables, promote_options="permissive").group_by("site_id").aggregate([("created_at", "max")])
    instants = last.column("created_at_max").cast(pa.int64()).to_pylist()
    return dict(zip(last.column("site_id").to_pylist(), instants, strict=True))


def _filed(layout: Layout, closed: ClosedDays) -> Iterable[tuple[int, int]]:
    """From the statistics of each site's newest file."""
    for site_id in closed.sites:
        files = closed.files(layout, "hits", site_id, _FIRST, _END)
        at = _newest(files[-1]) if files else None
        if at is not None:
            yield site_id, at


def _newest(path: str) -> int | None:
    try:
        metadata = pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return None
    place = metadata.schema.names.index("created_at")
    groups = (metadata.row_group(group).column(place).statistics for group in range(metadata.num_row_groups))
    instants = [found.max for found in groups if found is not None and isinstance(found.max, datetime)]
    return round(max(instants).timestamp() * 1000) if instants else None
