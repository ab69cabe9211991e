"""Segments that are not folded yet: in memory beside their journal file, or flushed to `recent/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.storage.seals import require_whole, seal
from schemas.hits import HIT_SCHEMA

Contents = Mapping[int, frozenset[date]]
"""The days of each site that a segment holds rows of."""

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

    def table(self) -> pa.Table:
        return pa.Table.from_batches(self.batches, HIT_SCHEMA)


@dataclass(frozen=True, slots=True)
class RecentSegment:
    """A flushed segment: one Parquet file of all sites, sorted by site."""

    name: str
    path: Path
    contents: Contents
    rows: int


def add_contents(contents: Contents, rows: pa.RecordBatch | pa.Table) -> Contents:
    """`contents` with the (site, day) pairs of `rows`; the same object where they bring nothing new."""
    sites, days = rows.column("site_id"), rows.column("day")
    fresh: dict[int, set[date]] = {}
    for site_id in pc.unique(sites).to_pylist():
        found = set(pc.unique(pc.filter(days, pc.equal(sites, site_id))).to_pylist())
        if not found <= contents.get(site_id, frozenset()):
            fresh[site_id] = found
    if not fresh:
        return contents
    return {**contents, **{site: contents.get(site, frozenset()) | days for site, days in fresh.items()}}


def read_recent_segment(path: Path) -> RecentSegment:
    """Raises OSError, pyarrow.ArrowInvalid or DamagedFileError where the file cannot be read or its seal is broken."""
    require_whole(path)
    table = pq.read_table(path, columns=["site_id", "day"], partitioning=None)
    pairs = table.group_by(["site_id", "day"]).aggregate([])
    contents: dict[int, set[date]] = {}
    for site_id, day in zip(pairs.column("site_id").to_pylist(), pairs.column("day").to_pylist(), strict=True):
        contents.setdefault(site_id, set()).add(day)
    frozen = {site_id: frozenset(days) for site_id, days in contents.items()}
    return RecentSegment(path.stem, path, frozen, table.num_rows)


RECENT_GROUP_ROWS = 65_536
"""Rows of a row group in `recent/`: small, so that a reader skips other sites and days."""


def recent_writer(path: Path) -> pq.ParquetWriter:
    """For a new segment's file. Rows are to come sorted by site, in tables of RECENT_GROUP_ROWS."""
    return pq.ParquetWriter(
        path,
        HIT_SCHEMA,
        compression="zstd",
        compression_level=1,
        store_schema=False,
        write_statistics=["site_id", "day", "created_at", "hit_id"],
    )


def write_recent_file(path: Path, table: pa.Table) -> None:
    """A segment's rows as `recent/` keeps them: sorted by site."""
    ordered = table.sort_by([("site_id", "ascending"), ("hit_id", "ascending")])
    with recent_writer(path) as writer:
        writer.write_table(ordered, row_group_size=RECENT_GROUP_ROWS)
    seal(path)


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
