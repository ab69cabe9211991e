"""More than a server can take: what ingest feels of it, what memory it costs, and how long the event loop stands."""

import re
import resource
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson

from benchmarks import filled
from benchmarks.arrivals import collector_requests
from benchmarks.crowd import Crowd, at_work
from benchmarks.load import Load, put_load
from benchmarks.processes import HITLAKE, Process, hitlake, output_of
from benchmarks.report import Report, Table, Target
from benchmarks.subject import Bench, Subject

HITS = 1_000_000
DAYS = 30
CONNECTIONS = 32
WRITERS, BATCH_ROWS = 4, 100_000
IDLE, SLOW, HUGE, ASKERS = 2_000, 100, 8, 64
WANTED_TIMES = 5.0
WANTED_STALL_SECONDS = 0.1
KEY = "benchmark"
UNLIMITED = ("--v1-requests-per-hour", "1000000", "--metrics-key", KEY)


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    load: Load
    stalls: float
    """How often the loop was late by more than wanted."""
    unscheduled: float
    """Seconds that its thread was ready to go on and no core was free for it: of a busy machine, not of the server."""
    peak_mb: float

    def row(self) -> tuple[str | float, ...]:
        load = self.load
        return (
            self.name,
            load.a_second,
            load.p50_ms,
            load.p99_ms,
            load.failed,
            self.stalls,
            self.unscheduled,
            self.peak_mb,
        )


def run(bench: Bench) -> Report:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    data = bench.folder("data")
    site = filled.make(data, bench.size(HITS), DAYS)
    full_access = output_of([*HITLAKE, "key", "create", "--full-access", "--data", str(data)]).split()[-1]
    requests, rows = collector_requests(site.uid, 5_000), bench.size(BATCH_ROWS)
    seconds = 2 if bench.quick else 15
    with hitlake(data, *UNLIMITED) as server:
        crowd = Crowd(server.port, IDLE)
        heavy = [f"/api/v1/sites/{site.site_id}/{question}" for question in _HEAVY]
        askers = [crowd.storm(heavy, site.key) for _ in range(ASKERS)]
        quiet = _phase("quiet", server, requests, seconds, [])
        storm = _phase(f"{ASKERS} askers of raw hits", server, requests, seconds, askers)
        many = _phase(
            f"{IDLE:,} idle, {SLOW} slow, {HUGE} huge", server, requests, seconds, _crowd(crowd), crowd.gathered
        )
        writing = [crowd.batches(site.site_id, full_access, _batch(rows)) for _ in range(WRITERS)]
        large = _phase(f"{WRITERS} writers of {rows:,} rows at once", server, requests, seconds, writing)
        after = _phase("quiet again", server, requests, seconds, [])
    phases = (quiet, storm, many, large, after)
    times = storm.load.p99_ms / quiet.load.p99_ms
    stalls = sum(phase.stalls for phase in phases)
    return Report(
        "More than it can take",
        (
            Table(
                ("meanwhile", "hits a second", "p50 ms", "p99 ms", "failed", "stalls", "s without a core", "peak MB"),
                tuple(phase.row() for phase in phases),
            ),
            Table(("answered", "times"), tuple(sorted(crowd.outcomes.items()))),
        ),
        (
            Target("ingest p99 in a storm", f"{WANTED_TIMES:g} times quiet", f"{times:.1f}", times <= WANTED_TIMES),
            Target(f"stalls of the loop over {WANTED_STALL_SECONDS:g} s", "none", f"{stalls:.0f}", stalls == 0),
        ),
        (f"{CONNECTIONS} connections send hits; over {bench.size(HITS):,} hits of {DAYS} days.",),
    )


_HEAVY = (
    "user_journeys?page=50",
    "hits?country=DE&path=/&page=3",
    "hits?grouped=true&group_by=path&referrer=o",
    "hits?page=900",
)


def _batch(rows: int) -> bytes:
    hit = {"url": "https://birchlane.example/posts/", "user_agent": "Mozilla/5.0 Firefox/140.0"}
    return orjson.dumps([{**hit, "path": f"/posts/{row % 500}", "visitor_id": f"v{row}"} for row in range(rows)])


def _crowd(crowd: Crowd) -> list[Coroutine[Any, Any, None]]:
    slow = [crowd.slow_writer() for _ in range(SLOW)] + [
        crowd.slow_reader("/assets/any/style.css") for _ in range(SLOW)
    ]
    return [crowd.idle() for _ in range(IDLE)] + slow + [crowd.huge_body() for _ in range(HUGE)]


def _phase(
    name: str,
    server: Process,
    requests: Sequence[bytes],
    seconds: float,
    clients: Sequence[Coroutine[Any, Any, None]],
    ready: Callable[[], None] = lambda: None,
) -> Phase:
    """`ready` returns when the clients are there."""
    stalls, unscheduled = _stalls(server), _unscheduled(server)
    with at_work(clients):
        ready()
        load = put_load(server.port, requests, connections=CONNECTIONS, seconds=seconds)
    return Phase(name, load, _stalls(server) - stalls, _unscheduled(server) - unscheduled, _peak_mb(server.pid))


def _stalls(server: Process) -> float:
    text = httpx.get(f"{server.address}/metrics", headers={"Authorization": f"Bearer {KEY}"}, timeout=60).text
    below, all_of_them = (
        float(re.findall(rf"^hitlake_loop_stall_seconds_{sample} (\S+)", text, re.MULTILINE)[0])
        for sample in (rf'bucket{{le="{WANTED_STALL_SECONDS}"}}', "count")
    )
    return all_of_them - below


def _unscheduled(server: Process) -> float:
    """Of the thread of the loop, which is the first one; seconds so far."""
    _, waited_ns, _ = Path(f"/proc/{server.pid}/task/{server.pid}/schedstat").read_text().split()
    return int(waited_ns) / 1e9


def _peak_mb(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1000


SUBJECT = Subject("overload", "ingest, memory and stalls under more than a server can take", run)
