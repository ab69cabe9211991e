"""A server that does nothing: how soon it is there, and what memory it takes."""

import time
from pathlib import Path

import httpx

from benchmarks import filled
from benchmarks.processes import hitlake
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject

HITS = 1_000_000
ROUNDS = 7
WANTED_MB = 200.0
WANTED_SECONDS = 1.5
SETTLE_SECONDS = 3.0


def run(bench: Bench) -> Report:
    hits = bench.size(HITS)
    rows = []
    for name, count in (("nothing", 0), (f"{hits:,} hits", hits)):
        data = bench.folder(f"data-{count}")
        site = filled.make(data, count, 90)
        starts, processor, sizes = zip(*(_start(data, site.key) for _ in range(bench.rounds(ROUNDS))), strict=True)
        rows.append((name, Samples(starts), Samples(processor), Samples(sizes)))
    start = max(starts.median for _, starts, *_ in rows)
    size = max(sizes.median for *_, sizes in rows)
    return Report(
        "Start and idle memory",
        (
            Table(
                ("over", "first answer after s", "spread", "CPU s", "idle MB"),
                tuple(
                    (name, starts.median, starts.spread, processor.median, sizes.median)
                    for name, starts, processor, sizes in rows
                ),
            ),
        ),
        (
            Target(
                "start",
                f"at most {WANTED_SECONDS:g} s",
                f"{start:.2f} s",
                start <= WANTED_SECONDS,
                "loading Python, DuckDB and Arrow",
            ),
            Target(
                "idle memory",
                f"at most {WANTED_MB:g} MB",
                f"{size:.0f} MB",
                size <= WANTED_MB,
                "the libraries themselves",
            ),
        ),
        (f"Memory is the resident set, {SETTLE_SECONDS:g} s after the first answer.",),
        headlines=(f"At rest: {size:.0f} MB; {start:.2f} s from its start to the first answer.",),
    )


def _start(data: Path, key: str) -> tuple[float, float, float]:
    """Seconds to the first answer, those of the processor, and megabytes at rest."""
    # The client is made before: what it takes itself is none of the server's.
    with httpx.Client(headers={"authorization": f"Bearer {key}"}) as client:
        began = time.perf_counter()
        with hitlake(data) as server:
            client.get(f"{server.address}/api/v2/sites").raise_for_status()
            seconds = time.perf_counter() - began
            processor = server.cpu_seconds
            time.sleep(SETTLE_SECONDS)
            return seconds, processor, server.rss_bytes / 1e6


SUBJECT = Subject("idle", "start time and idle memory", run)
