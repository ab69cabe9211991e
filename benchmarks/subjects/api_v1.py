"""API v1 over HTTP: rows, groups, leaderboard and journeys of one site.

`HITLAKE_BENCH_V1_HITS` sets how many hits the site has: the targets are set for ten million. `HITLAKE_BENCH_V1_DATA` is
a folder that is kept, filled where it is empty.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from benchmarks import filled
from benchmarks.processes import hitlake
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject

HITS = 200_000
DAYS = 90
TIMES = 20
DEEP_PAGE_OF_ROWS = 100
FIRST_PAGE_MS, ANY_PAGE_MS = 50.0, 1000.0

Ask = Callable[..., Any]


def run(bench: Bench) -> Report:
    hits = bench.size(int(os.environ.get("HITLAKE_BENCH_V1_HITS", str(HITS))))
    kept = os.environ.get("HITLAKE_BENCH_V1_DATA")
    data = Path(kept) if kept else bench.folder("data")
    site_id, key = _site(data, hits)
    with hitlake(data, "--v1-requests-per-hour", "1000000") as process:
        headers = {"authorization": f"Bearer {key}"}
        with httpx.Client(base_url=f"{process.address}/api/v1/sites/{site_id}/", headers=headers, timeout=60) as client:
            waits = _waits(client, bench.rounds(TIMES))
    return _report(hits, waits)


def _site(data: Path, hits: int) -> tuple[int, str]:
    """The site's id, and a new key."""
    if not (data / "hits").exists():
        filled.make(data, hits, DAYS)
    with filled.opened(data) as (registry, _):
        site = registry.sites.all()[0]
        return site.id, filled.read_key(registry, site.account_id)


def _waits(client: httpx.Client, times: int) -> dict[str, Samples]:
    """Milliseconds of each question, the first one included: who asks for a page asks for it once."""

    def ask(path: str, /, **query: str | int) -> Any:
        answer = client.get(path, params=query)
        answer.raise_for_status()
        return answer.json()

    year = {"start_date": str(datetime.now(UTC).date() - timedelta(days=DAYS))}
    path = ask("hits", grouped="true", per_page=1, **year)["grouped_hits"][0]["path"]
    country = ask("hits", grouped="true", group_by="country", per_page=1, **year)["grouped_hits"][0]["country"]
    last = datetime.fromisoformat(ask("hits", per_page=1, **year)["hits"][0]["created_at"]).date()
    month = {"start_date": str(last - timedelta(days=29)), "end_date": str(last)}
    pages = ask("hits", per_page=DEEP_PAGE_OF_ROWS, **year)["pagination"]["total_pages"]
    questions: dict[str, Callable[[int], Any]] = {
        "hits, first page": lambda _: ask("hits", **year),
        "hits, a page in the middle": lambda n: ask("hits", page=max(1, pages // 2 - n), **year),
        "hits, last page": lambda n: ask("hits", page=max(1, pages - n), **year),
        "hits of a path, first page": lambda _: ask("hits", path=path, **year),
        "hits of a country and path, first page": lambda _: ask("hits", path=path, country=country, **year),
        "hits by path": lambda _: ask("hits", grouped="true", per_page=1000, **year),
        "hits of a country by path": lambda _: ask("hits", grouped="true", country=country, **year),
        "leaderboard, another filter each time": lambda n: ask("leaderboard", path=f"a{'bcdefghijklmnopqrst'[n % 19]}"),
        "journeys of 30 days": lambda _: ask("user_journeys", **month),
    }
    return {name: Samples(tuple(_timed(question, n) for n in range(times))) for name, question in questions.items()}


def _timed(question: Callable[[int], Any], number: int) -> float:
    began = time.perf_counter()
    question(number)
    return (time.perf_counter() - began) * 1000


def _report(hits: int, waits: dict[str, Samples]) -> Report:
    first, slowest = waits["hits, first page"].median, max(max(samples.values) for samples in waits.values())
    table = tuple((name, s.values[0], s.median, max(s.values)) for name, s in waits.items())
    return Report(
        f"API v1 over HTTP, {hits:,} hits in {DAYS} days",
        (Table(("question", "first ms", "median ms", "most ms"), table),),
        (
            Target("first page of hits", f"{FIRST_PAGE_MS:g} ms", f"{first:.1f} ms", first <= FIRST_PAGE_MS),
            Target("any page", f"{ANY_PAGE_MS:g} ms", f"{slowest:.0f} ms at most", slowest <= ANY_PAGE_MS),
        ),
        ("The targets for pages are set for 10 million hits.",),
    )


SUBJECT = Subject("api-v1", "rows, groups and journeys of API v1", run)
