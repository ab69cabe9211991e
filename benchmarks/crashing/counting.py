"""How often each hit is there at the end: through the API, through `hitlake sql`, and in the bare files."""

import http.client
import json
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.crashing.ledger import Ledger, Site
from benchmarks.processes import HITLAKE, output_of

API_DAYS = 90
SAMPLED_PATHS = 100


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
    disagreements: list[str]

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.disagreements)


def shown_paths(data: Path) -> set[str]:
    return _sql(data, "select path, count(*) from hits group by all").keys() | set()


def count(data: Path, port: int, site: Site, today: date) -> Counted:
    """While the server runs, whose day is `today`."""
    files = f"read_parquet('{data}/hits/*/*/*.parquet', hive_partitioning = true)"
    first = today - timedelta(days=API_DAYS - 1)
    last_days = _sql(data, f"select path, count(*) from hits where day >= '{first}' group by all")
    sampled = random.Random(0).sample(sorted(last_days), min(SAMPLED_PATHS, len(last_days)))
    return Counted(
        by_sql=_sql(data, "select path, count(*) from hits group by all"),
        closed_by_sql=_sql(data, f"select path, count(*) from hits where day < '{today}' group by all"),
        in_files=_sql(data, f"select path, count(*) from {files} group by all"),
        last_days_by_sql=last_days.total(),
        last_days_by_api=_page_views(port, site, ""),
        sampled_by_api={path: _page_views(port, site, f"&pathname={path}") for path in sampled},
    )


def judge(ledger: Ledger, counted: Counted) -> Verdict:
    """Every acknowledged hit exactly once, every other at most once, all layers equal."""
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
        disagreements=disagreements,
    )


def _sql(data: Path, query: str) -> Counter[str]:
    lines = output_of((*HITLAKE, "sql", query, "--json", "--data", str(data))).splitlines()
    return Counter(dict(list(json.loads(line).values()) for line in lines))


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
