"""Segments that are not folded yet: in memory beside their journal file, or flushed to `recent/`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.storage.parquet import table_of
from engine.storage.seals import require_whole, seal
from schemas.hits import HIT_SCHEMA

Contents = Mapping[int, frozenset[date]]
"""The days of each site that a segment holds rows of."""

_EPOCH = date(1970, 1, 1).toordinal()

_MERGE_BATCHES = 16


@dataclass(frozen=True, slots=True)
class HotSegment:
    """A journal segment in memory. Immutable: `with_batch` gives the next one."""

    name: str
    late: bool
    opened_at_ms: int
    batches: tuple[pa.RecordBatch, ...] = ()
    contents: Contents = field(default_factory=dict)
    rows: int = 0
    bytes: int = 0

    def with_batch(self, batch: pa.RecordBatch) -> "HotSegment":
        return replace(
            self,
            batches=_merged((*self.batches, batch)),
            contents=add_contents(self.contents, batch),
            rows=self.rows + batch.num_rows,
            bytes=self.bytes + batch.nbytes,
        )

    @property
    def last_hit_id(self) -> int:
        """The greatest; -1 without hits."""
        return next((batch.column("hit_id")[-1].as_py() for batch in reversed(self.batches) if batch.num_rows), -1)

    def table(self) -> pa.Table:
        return pa.Table.from_batches(self.batches, HIT_SCHEMA)


@dataclass(frozen=True, slots=True)
class RecentSegment:
    """A flushed segment: one Parquet file of all sites, sorted by site. `thinned` is how often rows were taken out."""

    name: str
    path: Path
    contents: Contents
    rows: int
    thinned: int = 0


def add_contents(contents: Contents, rows: pa.RecordBatch | pa.Table) -> Contents:
    """`contents` with the (site, day) pairs of `rows`; the same object where they bring nothing new."""
    fresh: dict[int, set[date]] = {}
    for site_id, day in _pairs(rows.column("site_id"), rows.column("day")):
        if day not in contents.get(site_id, ()):
            fresh.setdefault(site_id, set()).add(day)
    if not fresh:
        return contents
    return {**contents, **{site: contents.get(site, frozenset()) | days for site, days in fresh.items()}}


def _pairs(sites: pa.Array | pa.ChunkedArray, days: pa.Array | pa.ChunkedArray) -> Iterable[tuple[int, date]]:
    """Each (site, day) once. Grouping by both would load seven megabytes of pyarrow, and takes four times as long."""
    numbers = pc.add(days.cast(pa.int32()), _EPOCH).cast(pa.int64())
    for code in pc.unique(pc.bit_wise_or(pc.shift_left(sites.cast(pa.int64()), 32), numbers)).to_pylist():
        yield code >> 32, date.fromordinal(code & 0xFFFF_FFFF)


def read_recent_segment(path: Path) -> RecentSegment:
    """Raises OSError, pyarrow.ArrowInvalid or DamagedFileError where the file cannot be read or its seal is broken."""
    require_whole(path)
    rows = table_of(path, ["site_id", "day"])
    return RecentSegment(path.stem, path, add_contents({}, rows), rows.num_rows)


_GROWING = ("hit_id", "created_at")

RECENT_GROUP_ROWS = 65_536
"""Rows of a row group in `recent/`: small, so that a reader skips other sites and days."""


def recent_writer(path: Path) -> pq.ParquetWriter:
    """For a new segment's file. Rows are to come sorted by site, in tables of RECENT_GROUP_ROWS."""
    return pq.ParquetWriter(
        path,
        HIT_SCHEMA,
        compression="zstd",
        compression_level=1,
        # Numbers that hardly repeat are not worth a dictionary, and near their neighbours they are small differences:
        # a fifth less time than with dictionaries for all, and a quarter fewer bytes.
        use_dictionary=[name for name in HIT_SCHEMA.names if name not in _GROWING],
        column_encoding=dict.fromkeys(_GROWING, "DELTA_BINARY_PACKED"),
        store_schema=False,
        write_statistics=["site_id", "day", "created_at", "hit_id"],
    )


def write_recent_file(path: Path, table: pa.Table) -> None:
    """A segment's rows as `recent/` keeps them: sorted by site."""
    with recent_writer(path) as writer:
        writer.write_table(table if _is_ordered(table) else _ordered(table), row_group_size=RECENT_GROUP_ROWS)
    seal(path)


def _is_ordered(table: pa.Table) -> bool:
    """Whether all rows are one site's as they came, as where much comes: sorting would take a third of the time."""
    sites, ids = pc.unique(table["site_id"]), table["hit_id"]
    return len(sites) <= 1 and bool(pc.all(pc.greater(ids[1:], ids[:-1])).as_py() is not False)


def _ordered(table: pa.Table) -> pa.Table:
    order = pc.sort_indices(table, [("site_id", "ascending"), ("hit_id", "ascending")])
    return table.take(order)  # `sort_by` does the same and loads seven megabytes of pyarrow


def _merged(batches: tuple[pa.RecordBatch, ...]) -> tuple[pa.RecordBatch, ...]:
    """Joins the newest small batches, so that a query meets some dozens of batches and not one for each commit.

    Batches are joined like the runs of a merge sort: a row is copied about log(rows) / log(16) times.
    """
    while len(batches) >= _MERGE_BATCHES:
        tail = batches[-_MERGE_BATCHES:]
        if tail[0].num_rows > _MERGE_BATCHES * max(tail[-1].num_rows, 64):
            break
        joined = pa.Table.from_batches(tail).combine_chunks().to_batches()
        batches = (*batches[:-_MERGE_BATCHES], *joined)
    return batches
