"""How often each hit is there: through the API, through `hitlake sql`, and in the bare files."""

import http.client
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.crashing.ledger import Ledger, Site
from benchmarks.processes import HITLAKE, output_of
from engine.statements import Statements
from engine.views import create_views

API_DAYS = 90
SAMPLED_PATHS = 100
TRIES = 20


@dataclass(frozen=True)
class Counted:
    """By path: all hits and those of closed days as `hitlake sql` shows them, and what is in the files of `hits/`.

    The API tells of the last 90 days: its total, and some paths each by itself.
    """

    by_sql: Counter[str]
    closed_by_sql: Counter[str]
    in_files: Counter[str]
    last_days_by_sql: int
    last_days_by_api: int
    sampled_by_api: dict[str, int]


@dataclass(frozen=True)
class Verdict:
    acknowledged: int
    shown: int
    lost: list[str]
    doubled: list[str]
    halved: list[str]
    """Logs of which a part was there, once."""
    disagreements: list[str]

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.halved or self.disagreements)


def shown_paths(data: Path) -> set[str]:
    """While the server runs."""

    def look(connection: duckdb.DuckDBPyConnection) -> list[tuple[str]]:
        create_views(connection, data, Statements())
        return connection.execute("select distinct path from hits").fetchall()

    return _looked(look)


def stored_paths(data: Path, beginning: str) -> set[str]:
    """Of the hits in Parquet files, also those that are not shown until they are folded. While the server runs."""

    def look(connection: duckdb.DuckDBPyConnection) -> list[tuple[str]]:
        # In this order a segment that is folded meanwhile is read here or there.
        files = [*(data / "recent").glob("*.parquet"), *(data / "hits").rglob("*.parquet")]
        read = "from read_parquet($files, hive_partitioning = false) where starts_with(path, $beginning)"
        values = {"files": [str(path) for path in files], "beginning": beginning}
        return connection.execute(f"select distinct path {read}", values).fetchall() if files else []

    return _looked(look)


def _looked(look: Callable[[duckdb.DuckDBPyConnection], list[tuple[str]]]) -> set[str]:
    """The server may have moved a file that was just listed; the next look sees where to."""
    for attempt in range(1, TRIES + 1):
        try:
            with duckdb.connect() as connection:
                return {path for (path,) in look(connection)}
        except duckdb.IOException:
            if attempt == TRIES:
                raise
    raise AssertionError


def count(data: Path, port: int, site: Site, today: date) -> Counted:
    """While the server runs, whose day is `today`."""
    files = f"read_parquet('{data}/hits/*/*/*.parquet', hive_partitioning = true)"
    first = today - timedelta(days=API_DAYS - 1)
    by_day = _sql(data, "select path, day, count(*) as hits from hits group by all")
    last_days = _counts(row for row in by_day if row["day"] >= f"{first}")
    sampled = random.Random(0).sample(sorted(last_days), min(SAMPLED_PATHS, len(last_days)))
    return Counted(
        by_sql=_counts(by_day),
        closed_by_sql=_counts(row for row in by_day if row["day"] < f"{today}"),
        in_files=_counts(_sql(data, f"select path, count(*) as hits from {files} group by all")),
        last_days_by_sql=last_days.total(),
        last_days_by_api=_page_views(port, site, ""),
        sampled_by_api={path: _page_views(port, site, f"&pathname={path}") for path in sampled},
    )


def judge(ledger: Ledger, counted: Counted, halved: list[str]) -> Verdict:
    """Every acknowledged hit exactly once, every other at most once, of a log all or none, all layers equal."""
    shown = counted.by_sql
    disagreements = []
    if counted.last_days_by_api != counted.last_days_by_sql:
        text = f"of the last {API_DAYS} days the API counts {counted.last_days_by_api} hits"
        disagreements.append(f"{text}, sql {counted.last_days_by_sql}")
    if counted.in_files != counted.closed_by_sql:
        disagreements.append(f"files hold {counted.in_files.total()}, sql shows {counted.closed_by_sql.total()} closed")
    disagreements += [f"the API counts {path} {n} times" for path, n in counted.sampled_by_api.items() if n != 1]
    disagreements += [f"nobody sent {path}" for path in sorted(shown.keys() - set(ledger.sent))]
    return Verdict(
        acknowledged=len(ledger.acknowledged),
        shown=shown.total(),
        lost=sorted(set(ledger.acknowledged) - shown.keys()),
        doubled=sorted(path for path, times in shown.items() if times > 1),
        halved=halved,
        disagreements=disagreements,
    )


def _sql(data: Path, query: str) -> list[dict[str, Any]]:
    lines = output_of((*HITLAKE, "sql", query, "--json", "--data", str(data))).splitlines()
    return [json.loads(line) for line in lines]


def _counts(rows: Iterable[dict[str, Any]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in rows:
        counted[row["path"]] += row["hits"]
    return counted


def _page_views(port: int, site: Site, query: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        target = f"/api/v2/sites/{site.hex_id}/pageviews?range={API_DAYS}d{query}"
        connection.request("GET", target, headers={"Authorization": f"Bearer {site.key}"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{target} was answered with {answer.status}: {body}")
    return int(body["total"])
