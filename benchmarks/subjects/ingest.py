"""Ingest over HTTP: durable 202s a second against empty ones of the same uvicorn, in turns."""

import sys

from benchmarks import filled
from benchmarks.arrivals import collector_requests
from benchmarks.load import Load, put_load, tool
from benchmarks.processes import Process, hitlake, server
from benchmarks.profiling import Sampling, sampler
from benchmarks.report import Report, Table, Target, figure
from benchmarks.samples import Samples, in_turns, ratio
from benchmarks.subject import Bench, Subject

CONNECTIONS = 256
"""The target's; so many with more rounds and longer ones."""
OTHERS = (1, 32, 1024)
ROUNDS, OTHER_ROUNDS = 5, 3
SECONDS, OTHER_SECONDS = 5.0, 3.0
WANTED_SHARE = 0.5

PARTS = {
    "the event loop and HTTP (uvicorn, asyncio)": r"uvicorn/|asyncio/",
    "routing, reading the hit, the answer": r"server/",
    "the STEPS": r"engine/ingest/",
    "journal: the batch, its frame, the disk": r"engine/storage/",
}
"""Whose files the processor works for."""
ELSE = "all else"

_HEADING = ("connections", "server", "requests a second", "spread", "p50 ms", "p99 ms", "CPU s a million")


class _Contender:
    """A server under load; remembers its measurements."""

    def __init__(self, process: Process, requests: list[bytes], connections: int, seconds: float) -> None:
        self.process, self.requests, self.connections, self.seconds = process, requests, connections, seconds
        self.loads: list[Load] = []
        self.cpu_seconds: list[float] = []

    def __call__(self) -> float:
        before = self.process.cpu_seconds
        load = put_load(self.process.port, self.requests, connections=self.connections, seconds=self.seconds)
        if load.failed:
            raise RuntimeError(f"{load.failed} of {load.requests} requests were not answered as they should be")
        self.cpu_seconds.append((self.process.cpu_seconds - before) / load.requests * 1e6)
        self.loads.append(load)
        return load.a_second

    def row(self, name: str, samples: Samples) -> tuple[str | float, ...]:
        loads = self.loads[1:]
        return (
            self.connections,
            name,
            samples.median,
            samples.spread,
            Samples(tuple(load.p50_ms for load in loads)).median,
            Samples(tuple(load.p99_ms for load in loads)).median,
            Samples(tuple(self.cpu_seconds[1:])).median,
        )


def run(bench: Bench) -> Report:
    data = bench.folder("data")
    site = filled.make(data, hits=0, days=1)
    requests = collector_requests(site.uid, bench.size(20_000))
    shares: dict[int, Samples] = {}
    rates: dict[int, Samples] = {}
    rows = []
    with hitlake(data) as ours, server([sys.executable, "-m", "benchmarks.empty"]) as empty:
        for connections in sorted((CONNECTIONS, *OTHERS)):
            is_main = connections == CONNECTIONS
            seconds = 1 if bench.quick else SECONDS if is_main else OTHER_SECONDS
            turns = [_Contender(process, requests, connections, seconds) for process in (ours, empty)]
            durable, bare = in_turns(bench.rounds(ROUNDS if is_main else OTHER_ROUNDS), *turns)
            rates[connections], shares[connections] = durable, ratio(durable, bare)
            rows.append(turns[0].row("Hitlake, stored and fsynced", durable))
            rows.append(turns[1].row("the same uvicorn, empty 202", bare))
        parts = _profile(ours, requests, 2 if bench.quick else 2 * SECONDS) if sampler() else {}
        rss = ours.rss_bytes
    share = shares[CONNECTIONS]
    cpu = Table(("where the processor time goes", "percent"), tuple((name, 100 * part) for name, part in parts.items()))
    return Report(
        "Ingest over HTTP",
        (
            Table(_HEADING, tuple(rows)),
            *((cpu,) if parts else ()),
        ),
        (
            Target(
                f"durable requests against empty ones, {CONNECTIONS} connections",
                f"at least {WANTED_SHARE:.0%}",
                f"{share.median:.0%}",
                share.median >= WANTED_SHARE,
                "one process: parsing HTTP and the hit in Python, not the disk",
            ),
        ),
        (
            f"Load by {tool()}, on the same machine; {len(requests):,} different made-up hits of many visitors.",
            "Durable against empty: "
            + ", ".join(f"{each.median:.0%} with {count:,} connections" for count, each in shares.items())
            + ".",
            f"Hitlake took {figure(rss / 1e6)} MB afterwards.",
            *(() if parts else ("Where the time goes is left out: py-spy is not installed.",)),
        ),
        headlines=(
            (
                f"Hits over HTTP, on disk before the answer: {figure(rates[CONNECTIONS].median)} a second in one"
                f" process, {share.median:.0%} of what the same server does for an empty answer."
            ),
        ),
    )


def _profile(process: Process, requests: list[bytes], seconds: float) -> dict[str, float]:
    with Sampling(process.pid, seconds) as sampling:
        put_load(process.port, requests, connections=CONNECTIONS, seconds=seconds + 1)
    return sampling.shares(PARTS, ELSE)


SUBJECT = Subject("ingest", "requests a second to the collector, against an empty 202", run)
