"""API v1 over HTTP: rows, groups, leaderboard and journeys of one site, and batches of hits.

`HITLAKE_BENCH_V1_HITS` sets how many hits the site has: the targets are set for ten million. `HITLAKE_BENCH_V1_DATA` is
a folder that is kept, filled where it is empty.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec

from benchmarks import filled
from benchmarks.arrivals import DOMAIN, made_up_hits
from benchmarks.processes import Process, hitlake
from benchmarks.report import Report, Table, Target, figure
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject
from schemas.sites import AccessType

HITS = 200_000
DAYS = 90
TIMES = 20
DEEP_PAGE_OF_ROWS = 100
FIRST_PAGE_MS, ANY_PAGE_MS = 50.0, 1000.0

BATCH_ROWS = 1000
BATCHES = 200
CONNECTIONS = 4
WANTED_A_SECOND = 150_000

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
    loaded = bench.folder("batches")
    site_id, key = _site(loaded, 0)
    with hitlake(loaded, "--v1-requests-per-hour", "1000000") as process:
        sent, seconds, cpu_seconds = _batches(process, site_id, key, bench)
    return _report(hits, waits, sent, seconds, cpu_seconds)


def _site(data: Path, hits: int) -> tuple[int, str]:
    """The site's id, and a new key that may write."""
    if not (data / "hits").exists():
        filled.make(data, hits, DAYS)
    with filled.opened(data) as (registry, _):
        site = registry.sites.all()[0]
        return site.id, registry.keys.create(site.account_id, "bench", AccessType.FULL)[1]


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


def _batches(process: Process, site_id: int, key: str, bench: Bench) -> tuple[int, float, float]:
    """Hits sent, seconds that it took, and the server's processor seconds."""
    bodies = _bodies(bench.size(BATCHES))
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}

    def send(first: int) -> None:
        with httpx.Client(base_url=process.address, headers=headers, timeout=60) as client:
            for body in bodies[first::CONNECTIONS]:
                while client.post(f"/api/v1/sites/{site_id}/hits/batch", content=body).status_code == 503:
                    time.sleep(0.05)

    cpu_before, began = process.cpu_seconds, time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(send, range(CONNECTIONS)))
    return len(bodies) * BATCH_ROWS, time.perf_counter() - began, process.cpu_seconds - cpu_before


def _bodies(count: int) -> list[bytes]:
    rows: list[dict[str, Any]] = []
    for batch in made_up_hits(1, count * BATCH_ROWS, last_day=datetime.now(UTC).date() - timedelta(days=1), days=1):
        columns = batch.select(["path", "url", "referrer", "country", "visitor"]).to_pylist()
        rows += [
            {
                "path": row["path"],
                "url": row["url"] or f"https://{DOMAIN}{row['path']}",
                "referrer": row["referrer"],
                "country": row["country"],
                "visitor_id": str(row["visitor"]),
            }
            for row in columns
        ]
    starts = range(0, count * BATCH_ROWS, BATCH_ROWS)
    return [msgspec.json.encode(rows[start : start + BATCH_ROWS]) for start in starts]


def _report(hits: int, waits: dict[str, Samples], sent: int, seconds: float, cpu_seconds: float) -> Report:
    first, slowest = waits["hits, first page"].median, max(max(samples.values) for samples in waits.values())
    table = tuple((name, s.values[0], s.median, max(s.values)) for name, s in waits.items())
    return Report(
        f"API v1 over HTTP, {hits:,} hits in {DAYS} days",
        (
            Table(("question", "first ms", "median ms", "most ms"), table),
            Table(
                ("batches", "hits a second", "CPU s a million"),
                ((f"JSON, {BATCH_ROWS} rows each", sent / seconds, cpu_seconds / sent * 1e6),),
            ),
        ),
        (
            Target("first page of hits", f"{FIRST_PAGE_MS:g} ms", f"{first:.1f} ms", first <= FIRST_PAGE_MS),
            Target("any page", f"{ANY_PAGE_MS:g} ms", f"{slowest:.0f} ms at most", slowest <= ANY_PAGE_MS),
            Target(
                "hits in batches",
                f"at least {figure(WANTED_A_SECOND)} a second",
                figure(sent / seconds),
                sent / seconds >= WANTED_A_SECOND,
            ),
        ),
        ("The targets for pages are set for 10 million hits.",),
    )


SUBJECT = Subject("api-v1", "rows, groups and journeys of API v1, and batches of hits", run)
