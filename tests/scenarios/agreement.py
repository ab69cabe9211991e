"""Holds every layer of a DATA folder against every other, and against what was acknowledged."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.statements import Statements
from engine.storage.frames import read_journal
from engine.storage.lake import Lake
from engine.storage.layout import Layout
from engine.views import create_views
from schemas.questions import Days
from schemas.sites import Site

Named = tuple[int, str]
"""A hit as the tests know it: its site, and a path that no other hit bears."""

ALWAYS = Days(date(2026, 1, 1), date(2027, 12, 31))
STATEMENTS = Statements()
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def site(site_id: int) -> Site:
    return Site(
        id=site_id, account_id=1, uid=f"site{site_id}", hex_id="0" * 24, domain="example.com", label="",
        time_zone="UTC", created_at=_SINCE, updated_at=_SINCE,
    )  # fmt: skip


def hits_in_views(root: Path) -> Counter[Named]:
    """How often `hitlake sql` shows each hit; also of a DATA as a crash left it."""
    with duckdb.connect(config={"threads": 1}) as connection:
        create_views(connection, root, STATEMENTS)
        return _shown(connection)


def _shown(connection: duckdb.DuckDBPyConnection) -> Counter[Named]:
    rows = connection.execute("select site_id, path, count(*) from hits group by all").fetchall()
    return Counter({(site_id, path): count for site_id, path, count in rows})


def hits_in_reports(lake: Lake, sites: Iterable[int]) -> Counter[Named]:
    """How often the reports count each hit."""
    sources, queries = open_sources(lake, STATEMENTS, DuckLimits(threads=1))
    counted: Counter[Named] = Counter()
    try:
        for site_id in sites:
            for _, _, path, pageviews, *_ in sources.ask_rollups("rollup_rows", site(site_id), ALWAYS, ["path"]):
                counted[site_id, path] += pageviews
    finally:
        queries.close()
    return +counted


def check_layers(root: Path, shown: Counter[Named]) -> None:
    """Bare files, views, visits and rollups say the same of each site and day, and the views show these hits.

    For a settled DATA.
    """
    by_day = "group by all order by all"
    hits = f"select site_id, day, count(*) from %s {by_day}"
    visits = f"select site_id, day, sum(pageviews + events)::bigint from %s {by_day}"
    rollups = f"select site_id, day, sum(pageviews + events)::bigint from %s where dimension = 'total' {by_day}"
    with duckdb.connect(config={"threads": 1}) as connection:
        create_views(connection, root, STATEMENTS)
        assert _shown(connection) == shown
        closed = connection.execute(hits % "_closed_hits").fetchall()
        waiting = connection.execute(hits % "_open_hits").fetchall()
        assert connection.execute(hits % "hits").fetchall() == sorted(closed + waiting)
        assert connection.execute(visits % "visits").fetchall() == sorted(closed + waiting)
        assert connection.execute(rollups % "rollups").fetchall() == closed
        assert _bare(connection, root, "hits", hits) == closed
        assert _bare(connection, root, "visits", visits) == closed
        assert _bare(connection, root, "rollups", rollups) == closed
    assert {row[:2] for row in waiting}.isdisjoint({row[:2] for row in closed})


def check_gone(root: Path, gone: set[Named], shown: Counter[Named]) -> None:
    """No file holds these hits, not even where a later layer supersedes it.

    For a settled DATA whose layers agree with views that show others.
    """
    layout = Layout(root)
    tables = [pq.read_table(path, partitioning=None) for path in layout.recent.glob("*.parquet")]
    for path in layout.journal.iterdir():
        tables += map(pa.Table.from_batches, ([batch] for batch in read_journal(path.read_bytes()).batches))
    rows = [row for table in tables for row in table.select(["site_id", "path"]).to_pylist()]
    held = {(row["site_id"], row["path"]) for row in rows}
    assert held.isdisjoint(gone), f"still there: {sorted(held & gone)}"
    left = {site_id for site_id, _ in gone} - {site_id for site_id, _ in shown}
    assert not [path for site_id in left for path in root.rglob(f"site_id={site_id}")]


def check_once(counted: Counter[Named], acknowledged: set[Named], sent: set[Named]) -> None:
    """Every acknowledged hit exactly once, every other at most once, and none that nobody sent."""
    missing = sorted(acknowledged - counted.keys())
    doubled = sorted(named for named, count in counted.items() if count > 1)
    strange = sorted(counted.keys() - sent)
    assert (missing, doubled, strange) == ([], [], []), f"missing {missing}, doubled {doubled}, never sent {strange}"


def _bare(connection: duckdb.DuckDBPyConnection, root: Path, layer: str, query: str) -> list[tuple[Any, ...]]:
    files = [str(path) for path in (root / layer).rglob("*.parquet")]
    if not files:
        return []
    source = f"read_parquet({files!r}, hive_partitioning = true, hive_types = {{'site_id': integer}})"
    return connection.execute(query % source).fetchall()
