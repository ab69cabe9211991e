"""Ingest over HTTP: durable 202s a second against empty ones of the same uvicorn, in turns."""

import sys

from benchmarks import filled
from benchmarks.arrivals import collector_requests
from benchmarks.load import Load, put_load, tool
from benchmarks.processes import Process, hitlake, server
from benchmarks.report import Report, Table, Target, figure
from benchmarks.samples import Samples, in_turns, ratio
from benchmarks.subject import Bench, Subject

CONNECTIONS = 256
ROUNDS = 5
WANTED_SHARE = 0.5


class _Contender:
    """A server under load; remembers its last measurement."""

    def __init__(self, process: Process, requests: list[bytes], seconds: float) -> None:
        self.process, self.requests, self.seconds = process, requests, seconds
        self.loads: list[Load] = []
        self.cpu_seconds: list[float] = []

    def __call__(self) -> float:
        before = self.process.cpu_seconds
        load = put_load(self.process.port, self.requests, connections=CONNECTIONS, seconds=self.seconds)
        if load.failed:
            raise RuntimeError(f"{load.failed} of {load.requests} requests were not answered as they should be")
        self.cpu_seconds.append((self.process.cpu_seconds - before) / load.requests * 1e6)
        self.loads.append(load)
        return load.a_second

    def row(self, name: str, samples: Samples) -> tuple[str | float, ...]:
        loads = self.loads[1:]
        return (
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
    seconds = 1 if bench.quick else 5
    with hitlake(data) as ours, server([sys.executable, "-m", "benchmarks.empty"]) as empty:
        hitlake_turns, empty_turns = _Contender(ours, requests, seconds), _Contender(empty, requests, seconds)
        durable, bare = in_turns(bench.rounds(ROUNDS), hitlake_turns, empty_turns)
        rss = ours.rss_bytes
    share = ratio(durable, bare)
    return Report(
        f"Ingest over HTTP, {CONNECTIONS} connections",
        (
            Table(
                ("server", "requests a second", "spread", "p50 ms", "p99 ms", "CPU s a million"),
                (
                    hitlake_turns.row("Hitlake, stored and fsynced", durable),
                    empty_turns.row("the same uvicorn, empty 202", bare),
                ),
            ),
        ),
        (
            Target(
                "durable requests against empty ones",
                f"at least {WANTED_SHARE:.0%}",
                f"{share.median:.0%}",
                share.median >= WANTED_SHARE,
                "one process: parsing HTTP and the hit in Python, not the disk",
            ),
        ),
        (
            f"Load by {tool()}, on the same machine; {len(requests):,} different made-up hits of many visitors.",
            f"Hitlake took {figure(rss / 1e6)} MB afterwards.",
        ),
        headlines=(
            (
                f"Hits over HTTP, on disk before the answer: {figure(durable.median)} a second in one process,"
                f" {share.median:.0%} of what the same server does for an empty answer."
            ),
        ),
    )


SUBJECT = Subject("ingest", "requests a second to the collector, against an empty 202", run)
