"""The same hits for the same seed, in plain Parquet: what every engine is loaded with."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.hits import HIT_SCHEMA
from server.demo.plan import MadeUpSite, cells_of_total, days_ending
from server.demo.traffic import USUAL_PAGES, Traffic

SEED = 7
DAYS = 365
SMALLEST_SITE = 1_000
FILE_ROWS = 1_000_000


class SiteOfSize(msgspec.Struct, frozen=True):
    """`pages` is how many different paths it has."""

    site_id: int
    domain: str
    hits: int
    pages: int = USUAL_PAGES


class Dataset(msgspec.Struct, frozen=True):
    """Hits of some sites over the `days` that end with `last_day`, in UTC. The files are below `folder`."""

    folder: str
    sites: tuple[SiteOfSize, ...]
    last_day: date
    days: int = DAYS
    seed: int = SEED

    @property
    def largest(self) -> SiteOfSize:
        return max(self.sites, key=lambda site: site.hits)

    @property
    def hits(self) -> int:
        return sum(site.hits for site in self.sites)

    @property
    def files(self) -> list[str]:
        return [str(path) for path in sorted(Path(self.folder).glob("*.parquet"))]


def sites_up_to(largest: int) -> tuple[SiteOfSize, ...]:
    """One site of each power of ten from 1,000 hits up, and the largest."""
    sizes = [size for size in (SMALLEST_SITE * 10**power for power in range(10)) if size < largest]
    return tuple(SiteOfSize(number, f"site-{number}.example", hits) for number, hits in enumerate([*sizes, largest], 1))


def batches_of(data: Dataset) -> Iterator[pa.RecordBatch]:
    """In HIT_SCHEMA, site after site in order of time; ids count on through all of them."""
    next_id = 1
    for site in data.sites:
        made_up = MadeUpSite(site_id=site.site_id, domain=site.domain, time_zone="UTC")
        cells = cells_of_total(made_up, data.seed, days_ending(data.last_day, data.days), site.hits)
        with Traffic(data.seed, site.pages) as traffic:
            for batch in traffic.hits(cells, first_hit_id=next_id):
                next_id += batch.num_rows
                yield batch


def write(data: Dataset) -> None:
    """As Parquet that anyone would write: instants as milliseconds, visitors as signed numbers, as some peers need."""
    Path(data.folder).mkdir(parents=True, exist_ok=True)
    writer: pq.ParquetWriter | None = None
    rows = number = 0
    for batch in batches_of(data):
        table = plain(pa.Table.from_batches([batch]))
        if writer is None or rows >= FILE_ROWS:
            if writer:
                writer.close()
            number, rows = number + 1, 0
            writer = pq.ParquetWriter(Path(data.folder) / f"hits-{number:04}.parquet", table.schema, compression="zstd")
        writer.write_table(table, row_group_size=100_000)
        rows += table.num_rows
    if writer:
        writer.close()


def plain(hits: pa.Table) -> pa.Table:
    """`hits` in HIT_SCHEMA with `created_ms` instead of `created_at`, and `visitor` as a signed number of 64 bits."""
    visitor = pa.chunked_array([chunk.view(pa.int64()) for chunk in hits["visitor"].chunks], pa.int64())
    created = pc.cast(hits["created_at"], pa.int64())
    return hits.set_column(hits.schema.get_field_index("visitor"), "visitor", visitor).set_column(
        hits.schema.get_field_index("created_at"), "created_ms", created
    )


def as_hits(table: pa.Table) -> pa.Table:
    """What `plain` was made from."""
    visitor = pa.chunked_array([chunk.view(pa.uint64()) for chunk in table["visitor"].chunks], pa.uint64())
    created = pc.cast(table["created_ms"], pa.timestamp("ms", "UTC"))
    return (
        table.set_column(table.schema.get_field_index("visitor"), "visitor", visitor)
        .set_column(table.schema.get_field_index("created_ms"), "created_at", created)
        .cast(HIT_SCHEMA)
    )
