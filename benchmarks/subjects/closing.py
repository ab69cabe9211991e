"""Closing a day of a million hits: seconds, and the most memory that the process takes for it."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks import filled
from benchmarks.arrivals import made_up_hits
from benchmarks.processes import most_rss_bytes, output_of
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject
from server.demo.delivery import deliver

HITS = 1_000_000
ROUNDS = 3
WANTED_SECONDS = 3.0
WANTED_MB = 1000.0


class Closed(msgspec.Struct, frozen=True):
    seconds: float
    processor_seconds: float
    peak_mb: float


def run(bench: Bench) -> Report:
    hits = bench.size(HITS)
    found = []
    for turn in range(bench.rounds(ROUNDS)):
        data = bench.folder(f"data-{turn}")
        output_of([sys.executable, "-m", __name__, "fill", str(data), str(hits)])
        printed = output_of([sys.executable, "-m", __name__, "close", str(data)])
        found.append(msgspec.json.decode(printed.splitlines()[-1], type=Closed))
    seconds, peak = Samples(tuple(one.seconds for one in found)), Samples(tuple(one.peak_mb for one in found))
    processor = Samples(tuple(one.processor_seconds for one in found))
    return Report(
        f"Closing a day of {hits:,} hits",
        (
            Table(
                ("seconds", "spread", "CPU s", "peak MB"),
                ((seconds.median, seconds.spread, processor.median, peak.median),),
            ),
        ),
        (
            Target(
                "time",
                f"at most {WANTED_SECONDS:g} s",
                f"{seconds.median:.2f} s",
                seconds.median <= WANTED_SECONDS,
                "the processor: sorting by visit, telling visitors apart for each dimension, Parquet",
            ),
            Target(
                "memory",
                f"at most {WANTED_MB:g} MB",
                f"{peak.median:.0f} MB",
                peak.median <= WANTED_MB,
                "the day's hits and visits as tables; DuckDB's limit is 512 MB, and it spills",
            ),
        ),
        ("From flushed segments to the closed day's hits, visits and rollups. Memory is that of the whole process.",),
    )


def _fill(data: Path, hits: int) -> None:
    """The hits of yesterday in flushed segments, not closed."""
    today = datetime.now(UTC).date()
    with filled.opened(data) as (registry, lake):
        site, _ = filled.add_site(registry)
        for batch in made_up_hits(site.id, hits, last_day=today - timedelta(days=1), days=1):
            deliver(lake, [batch], lambda: today)
            lake.housekeeping.flush()


def _close(data: Path) -> Closed:
    with filled.opened(data) as (_, lake):
        began, processor = time.perf_counter(), time.process_time()
        lake.housekeeping.settle()
        seconds, processor = time.perf_counter() - began, time.process_time() - processor
    return Closed(seconds, processor, most_rss_bytes() / 1e6)


SUBJECT = Subject("closing", "closing a day of a million hits", run)

if __name__ == "__main__":
    if sys.argv[1] == "fill":
        _fill(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(msgspec.json.encode(_close(Path(sys.argv[2]))).decode())
