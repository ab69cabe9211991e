"""`make crash`: kills a real server again and again at random instants, and counts what it had acknowledged.

Clients send hits of now and of the past and write down which were acknowledged; logs are imported beside the server;
the clock goes some days ahead from round to round, so that days are closed and months are packed. The server, and at
times an import, is killed with SIGKILL. After a start all hits of a log must be there, or none. At the end every
acknowledged hit must be there exactly once, every other at most once, and all layers must agree: the API,
`hitlake sql`, the bare Parquet files, `hitlake verify`. Ctrl-C ends the rounds early; what there is by then is counted.
"""

import argparse
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.crashing.counting import Verdict
from benchmarks.crashing.cuts import Cut
from benchmarks.crashing.rounds import Crashing

MOST_SHOWN = 5


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = parser.parse_args(words)
    console = Console()
    console.print(f"seed {given.seed}")
    interrupted = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        crashing = Crashing(Path(folder) / "data", given.seed)
        done = 0
        for number in track(range(given.rounds), "killing", console=console):
            if interrupted.is_set():
                break
            crashing.round(number)
            done += 1
        verdict = crashing.verdict()
    console.print(_table(done, crashing, verdict, time.monotonic() - began))
    for texts in (verdict.lost, verdict.doubled, verdict.halved, verdict.disagreements):
        for text in texts[:MOST_SHOWN]:
            console.print(text, markup=False)
    return 0 if verdict.is_good else 1


def _table(rounds: int, crashing: Crashing, verdict: Verdict, seconds: float) -> Table:
    table = Table("", "", show_header=False)
    table.columns[1].justify = "right"
    table.add_row("rounds", f"{rounds:,}")
    table.add_row("hits acknowledged", f"{verdict.acknowledged:,}")
    table.add_row("hits there at the end", f"{verdict.shown:,}")
    table.add_row("lost", f"{len(verdict.lost):,}")
    table.add_row("doubled", f"{len(verdict.doubled):,}")
    table.add_row("imports looked at after a kill", f"{crashing.imports:,}")
    table.add_row("of these there in part", f"{len(verdict.halved):,}")
    table.add_row("disagreements of layers", f"{len(verdict.disagreements):,}")
    for cut in Cut:
        table.add_row(f"killed in {cut}", f"{crashing.cuts[cut]:,}")
    table.add_row("seconds", f"{seconds:,.0f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
