"""More than a server can take: what ingest feels of it, what memory it costs, and how long the event loop stands."""

import re
import resource
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import orjson

from benchmarks import filled
from benchmarks.arrivals import collector_requests
from benchmarks.crowd import Crowd, at_work
from benchmarks.load import Load, put_load
from benchmarks.processes import HITLAKE, Process, hitlake, output_of
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples, ratio
from benchmarks.subject import Bench, Subject

HITS = 1_000_000
DAYS = 30
CONNECTIONS = 32
WRITERS, BATCH_ROWS = 4, 100_000
IDLE, SLOW, HUGE, ASKERS = 2_000, 100, 8, 64
ROUNDS = 4
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


def middle(phases: Sequence[Phase]) -> tuple[str | float, ...]:
    """The medians of a phase that was repeated, and the sums of what failed or stood."""
    name, *columns = zip(*(phase.row() for phase in phases), strict=True)
    whole = (3, 4)
    return name[0], *(sum(values) if n in whole else median(values) for n, values in enumerate(columns))


def run(bench: Bench) -> Report:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    data = bench.folder("data")
    site = filled.make(data, bench.size(HITS), DAYS)
    full_access = output_of([*HITLAKE, "key", "create", "--full-access", "--data", str(data)]).split()[-1]
    ground = Ground(data, site, full_access, collector_requests(site.uid, 5_000), bench)
    pairs = [_storm(ground) for _ in range(bench.rounds(ROUNDS))]
    last, outcomes = _crowds(ground)
    quiet, storms = zip(*((before, storm) for before, storm, _ in pairs), strict=True)
    outcomes += sum((answers for *_, answers in pairs), Counter())
    times = ratio(*(Samples(tuple(phase.load.p99_ms for phase in phases)) for phases in (storms, quiet)))
    stalls = sum(phase.stalls for phase in (*quiet, *storms, *last))
    return Report(
        "More than it can take",
        (
            Table(
                ("meanwhile", "hits a second", "p50 ms", "p99 ms", "failed", "stalls", "s without a core", "peak MB"),
                (middle(quiet), middle(storms), *(phase.row() for phase in last)),
            ),
            Table(("answered", "times"), tuple(sorted(outcomes.items()))),
        ),
        (
            Target(
                "ingest p99 in a storm",
                f"{WANTED_TIMES:g} times quiet, in each of {len(pairs)} rounds",
                f"{times.median:.1f}, at worst {max(times.values):.1f}",
                max(times.values) <= WANTED_TIMES,
                "the cores: those who send the hits and those who ask are on them too",
            ),
            Target(f"stalls of the loop over {WANTED_STALL_SECONDS:g} s", "none", f"{stalls:.0f}", stalls == 0),
        ),
        (
            f"{CONNECTIONS} connections send hits; over {bench.size(HITS):,} hits of {DAYS} days.",
            f"The first two rows are medians of {len(pairs)} rounds, each with a new server; their stalls are sums.",
        ),
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """What every phase stands on."""

    data: Path
    site: filled.Filled
    full_access: str
    requests: Sequence[bytes]
    bench: Bench

    @property
    def seconds(self) -> float:
        return 2 if self.bench.quick else 12


def _storm(ground: Ground) -> tuple[Phase, Phase, Counter[str]]:
    """Hits alone, then beside many who ask what takes long."""
    with hitlake(ground.data, *UNLIMITED) as server:
        crowd = Crowd(server.port, IDLE)
        heavy = [f"/api/v1/sites/{ground.site.site_id}/{question}" for question in _HEAVY]
        quiet = _phase("quiet", server, ground, [])
        askers = [crowd.storm(heavy, ground.site.key) for _ in range(ASKERS)]
        return quiet, _phase(f"{ASKERS} askers of raw hits", server, ground, askers), crowd.outcomes


def _crowds(ground: Ground) -> tuple[Sequence[Phase], Counter[str]]:
    rows = ground.bench.size(BATCH_ROWS)
    with hitlake(ground.data, *UNLIMITED) as server:
        crowd = Crowd(server.port, IDLE)
        many = _phase(f"{IDLE:,} idle, {SLOW} slow, {HUGE} huge", server, ground, _crowd(crowd), crowd.gathered)
        writers = [crowd.batches(ground.site.site_id, ground.full_access, _batch(rows)) for _ in range(WRITERS)]
        writing = _phase(f"{WRITERS} writers of {rows:,} rows at once", server, ground, writers)
        return (many, writing, _phase("quiet again", server, ground, [])), crowd.outcomes


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
    ground: Ground,
    clients: Sequence[Coroutine[Any, Any, None]],
    ready: Callable[[], None] = lambda: None,
) -> Phase:
    """`ready` returns when the clients are there."""
    stalls, unscheduled = _stalls(server), _unscheduled(server)
    with at_work(clients):
        ready()
        load = put_load(server.port, ground.requests, connections=CONNECTIONS, seconds=ground.seconds)
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
