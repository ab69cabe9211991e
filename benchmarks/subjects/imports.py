"""Log import: lines a second from a file to closed days, against GoAccess reading the same file."""

import shutil
import time
from pathlib import Path
from statistics import median

from benchmarks import filled
from benchmarks.arrivals import write_log
from benchmarks.processes import HITLAKE, processor_seconds
from benchmarks.report import Report, Table, Target, figure
from benchmarks.samples import in_turns, ratio
from benchmarks.subject import Bench, Subject

LINES = 1_000_000
ROUNDS = 3
WANTED = 2.0


class _Program:
    """Reads the log; remembers what it took of the processor."""

    def __init__(self, log: Path, lines: int) -> None:
        self.log, self.lines = log, lines
        self.processor: list[float] = []

    def prepare(self) -> tuple[str, ...]:
        """The command."""
        raise NotImplementedError

    def __call__(self) -> float:
        command = self.prepare()
        began = time.perf_counter()
        processor = processor_seconds(command)
        seconds = time.perf_counter() - began
        self.processor.append(processor / self.lines * 1e6)
        return self.lines / seconds


class _Hitlake(_Program):
    def prepare(self) -> tuple[str, ...]:
        data = self.log.parent / "data"
        shutil.rmtree(data, ignore_errors=True)
        site = filled.make(data, hits=0, days=1)
        return (*HITLAKE, "import", str(self.log), "--site", site.uid, "--data", str(data))


class _GoAccess(_Program):
    def prepare(self) -> tuple[str, ...]:
        return ("goaccess", str(self.log), "--log-format=COMBINED", "--no-progress", "-o", f"{self.log}.json")


def run(bench: Bench) -> Report:
    lines = bench.size(LINES)
    log = bench.folder("log") / "access.log"
    write_log(log, lines)
    programs: dict[str, _Program] = {"Hitlake, stored, days closed": _Hitlake(log, lines)}
    if shutil.which("goaccess"):
        programs["GoAccess, in memory"] = _GoAccess(log, lines)
    found = in_turns(bench.rounds(ROUNDS), *programs.values())
    times = [ratio(found[0], other).median for other in found[1:]]
    return Report(
        "Log import",
        (
            Table(
                ("program", "lines a second", "spread", "CPU s a million"),
                tuple(
                    (name, samples.median, samples.spread, median(program.processor[1:]))
                    for (name, program), samples in zip(programs.items(), found, strict=True)
                ),
            ),
        ),
        tuple(
            Target(
                "against GoAccess",
                f"at least {WANTED:g} times",
                f"{value:.2f} times",
                value >= WANTED,
                "cutting lines and stamping hits; then closing their days, which GoAccess has not to do",
            )
            for value in times
        ),
        (
            f"A made-up log in combined format: {lines:,} lines, {log.stat().st_size / 1e6:,.0f} MB.",
            "From the start of the process to its end.",
        ),
        () if times else ("GoAccess: it is not installed",),
        (
            f"Logs: {figure(found[0].median)} lines a second from the file to closed days"
            + "".join(f", {value:.2f} times GoAccess" for value in times)
            + ".",
        ),
    )


SUBJECT = Subject("import", "lines a second of a log, against GoAccess", run)
