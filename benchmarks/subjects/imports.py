"""Log import: lines a second from a file to closed days, against GoAccess reading the same file."""

import shutil
import time
from pathlib import Path

from benchmarks import filled
from benchmarks.arrivals import write_log
from benchmarks.processes import HITLAKE, output_of
from benchmarks.report import Report, Table, Target
from benchmarks.samples import in_turns, ratio
from benchmarks.subject import Bench, Subject

LINES = 1_000_000
ROUNDS = 3
WANTED_TIMES = 2.0


def run(bench: Bench) -> Report:
    lines, rounds = bench.size(LINES), bench.rounds(ROUNDS)
    log = bench.folder("log") / "access.log"
    write_log(log, lines)
    goaccess = shutil.which("goaccess")

    def ours() -> float:
        return lines / _import_seconds(bench.folder("data"), log)

    def theirs() -> float:
        return lines / _goaccess_seconds(log)

    found = in_turns(rounds, ours, *([theirs] if goaccess else []))
    rows = [("Hitlake, stored, days closed", found[0].median, found[0].spread)]
    targets = []
    if goaccess:
        times = ratio(found[0], found[1])
        rows.append(("GoAccess, in memory", found[1].median, found[1].spread))
        targets.append(
            Target(
                "against GoAccess", f"at least {WANTED_TIMES:g} times", f"{times.median:.1f} times", times.median >= 2
            )
        )
    return Report(
        "Log import",
        (Table(("program", "lines a second", "spread"), tuple(rows)),),
        tuple(targets),
        (
            f"A made-up log in combined format: {lines:,} lines, {log.stat().st_size / 1e6:,.0f} MB.",
            "From the start of the process to its end.",
        ),
        () if goaccess else ("GoAccess: it is not installed",),
    )


def _import_seconds(data: Path, log: Path) -> float:
    shutil.rmtree(data)
    site = filled.make(data, hits=0, days=1)
    began = time.perf_counter()
    output_of([*HITLAKE, "import", str(log), "--site", site.uid, "--data", str(data)])
    return time.perf_counter() - began


def _goaccess_seconds(log: Path) -> float:
    began = time.perf_counter()
    output_of(["goaccess", str(log), "--log-format=COMBINED", "--no-progress", "-o", str(log.with_suffix(".json"))])
    return time.perf_counter() - began


SUBJECT = Subject("import", "lines a second of a log, against GoAccess", run)
