"""When each site's last hit came."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.storage.closed import ClosedDays
from engine.storage.layout import Layout
from engine.storage.parquet import table_of
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
            tables.append(table_of(segment.path, columns))
        except (OSError, pa.ArrowException):
            continue  # filed a moment ago, or damaged, which is told elsewhere
    if not tables:
        return {}
    return _latest(pa.concat_tables(tables, promote_options="permissive"))


def _latest(hits: pa.Table) -> dict[int, int]:
    """The first row of each site, newest first. Grouping would load seven megabytes of pyarrow, for good."""
    newest_first = hits.take(pc.sort_indices(hits, [("created_at", "descending")]))
    sites = newest_first.column("site_id").unique()
    first = pc.index_in(sites, value_set=newest_first.column("site_id"))
    instants = newest_first.column("created_at").take(first).cast(pa.int64())
    return dict(zip(sites.to_pylist(), instants.to_pylist(), strict=True))


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
