"""Made-up hits: the same for the same seed, sites, days and numbers, in any amount."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Self
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from schemas.errors import BadInputError
from schemas.hits import HIT_SCHEMA
from server.demo.clock import clock_of
from server.demo.pages import ANY_POST, FIRST_POST, PAGES
from server.demo.tables import FEWEST_PAGES, tables
from server.demo.trails import LONGEST_VISIT, TRAILS

USUAL_PAGES = 120
CHUNK_HITS = 500_000
"""Hits made by one query, unless a day has more: memory grows with it, and below it the cost of a query shows."""
BATCH_HITS = 200_000
BOUNCE_PERCENT = 56
"""Of the visits before clicks: a click makes a visit of one page no bounce."""
STAY = 0.62
"""How likely a visit of several pages goes on to one more."""
END_OF_TIME_MS = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of one site: what to make up."""

    site_id: int
    domain: str
    time_zone: str
    day: date
    hits: int
    viral_permille: int = 0
    """Visits that come for the story, out of 1000."""
    story: int = 0
    """Which story goes round."""


class Traffic:
    """`page_count` different paths. Use as a context manager: it holds a DuckDB of its own."""

    def __init__(self, seed: int, page_count: int = USUAL_PAGES, *, threads: int | None = None) -> None:
        if page_count < FEWEST_PAGES:
            raise BadInputError(f"a made-up site has at least {FEWEST_PAGES} pages, not {page_count}")
        self._seed = seed
        self._page_count = page_count
        self._db = duckdb.connect(config={"threads": threads} if threads else {})
        self._db.execute(_sql("draws"))
        for name, table in tables(page_count).items():
            self._db.from_arrow(table).create(name)
        self._steps_sql, self._hits_sql = _sql("steps"), _sql("hits")

    def hits(
        self,
        cells: Iterable[Cell],
        *,
        first_hit_id: int = 1,
        from_ms: int = 0,
        until_ms: int = END_OF_TIME_MS,
        chunk_hits: int = CHUNK_HITS,
    ) -> Iterator[pa.RecordBatch]:
        """Batches in HIT_SCHEMA of the hits from `from_ms` to before `until_ms`, by time within a chunk of cells.

        Each cell has exactly its number of hits, less those outside the time. `hit_id` counts on from `first_hit_id`.
        """
        next_id = first_hit_id
        for chunk in _chunks(cells, chunk_hits):
            for batch in self._batches(chunk, from_ms, until_ms):
                yield _with_ids(batch, next_id)
                next_id += batch.num_rows

    def _batches(self, cells: list[Cell], from_ms: int, until_ms: int) -> Iterator[pa.RecordBatch]:
        self._db.register("cells", self._cells(cells))
        parameters = {
            "first_post": FIRST_POST,
            "posts": self._page_count - FIRST_POST,
            "archive": len(PAGES),
            "any_post": ANY_POST,
            "trails": TRAILS,
            "longest": LONGEST_VISIT,
            "bounce_percent": BOUNCE_PERCENT,
            "stay": STAY,
            "from_ms": from_ms,
            "until_ms": until_ms,
        }
        self._db.execute(f"create or replace temp table steps as {self._steps_sql}", parameters)
        [(count,)] = self._db.execute("select count(*) from steps").fetchall()
        # In words a hit is ten times as large as in numbers: so few are put into words at a time.
        for after in range(0, count, BATCH_HITS):
            values = {"after": after, "last": after + BATCH_HITS}
            [batch] = self._db.sql(self._hits_sql, params=values).to_arrow_table().combine_chunks().to_batches()
            yield batch

    def _cells(self, cells: list[Cell]) -> pa.Table:
        rows = []
        for number, cell in enumerate(cells):
            clock = clock_of(cell.day, ZoneInfo(cell.time_zone))
            rows.append(
                {
                    "cell": number,
                    "site_id": cell.site_id,
                    "domain": cell.domain,
                    "day": cell.day,
                    "hits": cell.hits,
                    # A visit has 2.3 hits in the mean; the visits too many are cut off.
                    "most_visits": cell.hits // 2 + 40 if cell.hits else 0,
                    "seed": _cell_seed(self._seed, cell),
                    "viral_permille": cell.viral_permille,
                    "viral_page": FIRST_POST + cell.story % (len(PAGES) - FIRST_POST),
                    "midnight_ms": clock.midnight_ms,
                    "length_ms": clock.length_ms,
                    "change_ms": clock.change_ms,
                    "shift_ms": clock.shift_ms,
                }
            )
        schema = pa.schema(
            [(name, pa.int64()) for name in rows[0] if name not in ("domain", "day", "seed")]
            + [("domain", pa.string()), ("day", pa.date32()), ("seed", pa.uint64())]
        )
        return pa.Table.from_pylist(rows, schema)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _sql(name: str) -> str:
    return (files("server.demo") / "sql" / f"{name}.sql").read_text()


def _chunks(cells: Iterable[Cell], chunk_hits: int) -> Iterator[list[Cell]]:
    chunk: list[Cell] = []
    hits = 0
    for cell in cells:
        if chunk and hits + cell.hits > chunk_hits:
            yield chunk
            chunk, hits = [], 0
        chunk.append(cell)
        hits += cell.hits
    if chunk:
        yield chunk


def _cell_seed(seed: int, cell: Cell) -> int:
    digest = hashlib.blake2b(f"{seed}/{cell.site_id}/{cell.day}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def _with_ids(batch: pa.RecordBatch, first_hit_id: int) -> pa.RecordBatch:
    ids = pa.array(range(first_hit_id, first_hit_id + batch.num_rows), pa.int64())
    return pa.RecordBatch.from_arrays([ids, *batch.columns], schema=HIT_SCHEMA)
