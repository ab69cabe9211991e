"""Rounds: start the server some days later, put load on it, kill it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.crashing.clients import Clients, Send, back_fill, page_view, paths_of, write_log
from benchmarks.crashing.counting import Verdict, count, judge, shown_paths, stored_paths
from benchmarks.crashing.cuts import AIMED, Cut, cuts_in, wait_for
from benchmarks.crashing.ledger import Ledger, Site
from benchmarks.processes import HITLAKE, ROOT, Process, output_of, server

OPTIONS = (
    *("--port", "0", "--flush-rows", "150", "--flush-seconds", "1", "--log-level", "error"),
    *("--v2-requests-per-minute", "1000000", "--v1-requests-per-hour", "1000000"),
)
"""Segments as small as can be, so that a round of some seconds meets every kind of work."""

VIEWERS = 5
MOST_DAYS_LATER = 12
MOST_LIFE_SECONDS = 2.5
START_SECONDS = 1.5
AFTER_AIM_SECONDS = 0.02
SETTLE_SECONDS = 180


class Crashing:
    """One DATA, through all rounds. `cuts` counts what the kills cut off."""

    def __init__(self, data: Path, seed: int) -> None:
        self._data, self._logs = data, data.parent / "logs"
        self._logs.mkdir()
        self._chance = random.Random(seed)
        self._days_ahead = 0
        self._waiting: list[Path] = []
        self._tried: Path | None = None
        self._halved: list[str] = []
        self.imports = 0
        """Looked at after a kill: all of the log's hits must be there, or none."""
        self.ledger = Ledger()
        self.cuts: Counter[Cut] = Counter()
        self._site = _set_up(data)

    def round(self, number: int) -> None:
        self._days_ahead += self._chance.randrange(MOST_DAYS_LATER)
        log = self._logs / f"{number}.log"
        write_log(log, number, self._now, self._chance, self.ledger)
        self._waiting.append(log)
        if self._chance.random() < 0.1:
            self._kill_start()
        else:
            self._kill_life(f"/{number}")

    def verdict(self) -> Verdict:
        """After the last logs are imported and all is settled."""
        with self._serving() as process:
            self._look_at_import()
            if self._waiting:
                output_of((*self._hitlake, *self._import(*self._waiting)))
            self.ledger.acknowledged += [path for log in self._logs.iterdir() for path in paths_of(log)]
            self._settle()
            counted = count(self._data, process.port, self._site, self._now.date())
        verdict = judge(self.ledger, counted, self._halved)
        # The program's own word, with the server gone; it raises where anything is wrong.
        output_of((*HITLAKE, "verify", "--data", str(self._data)))
        return verdict

    @property
    def _now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self._days_ahead)

    @property
    def _hitlake(self) -> tuple[str, ...]:
        return (sys.executable, "-m", "benchmarks.crashing.clock", str(self._days_ahead))

    def _serving(self) -> AbstractContextManager[Process]:
        return server((*self._hitlake, *self._serve))

    @property
    def _serve(self) -> tuple[str, ...]:
        return ("serve", "--data", str(self._data), *OPTIONS)

    def _import(self, *logs: Path) -> tuple[str, ...]:
        return ("import", *map(str, logs), "--site", self._site.uid, "--data", str(self._data))

    def _kill_start(self) -> None:
        starting = self._spawned(*self._serve)
        time.sleep(self._chance.uniform(0.3, START_SECONDS))
        starting.kill()
        starting.wait()
        self.cuts[Cut.START] += 1
        self.cuts.update(cuts_in(self._data))

    def _kill_life(self, name: str) -> None:
        aim = self._chance.choice((None, *AIMED))
        with self._serving() as process, Clients(process.port, self.ledger, self._senders(name)) as clients:
            self._look_at_import()
            self._tried = self._waiting[0]
            importing = self._spawned(*self._import(self._waiting[0]))
            if aim is None or not wait_for(aim, self._data, MOST_LIFE_SECONDS):
                time.sleep(self._chance.uniform(0, MOST_LIFE_SECONDS))
            else:
                time.sleep(self._chance.uniform(0, AFTER_AIM_SECONDS))
            waiting, imports = clients.waiting, importing.poll() is None
            os.kill(process.pid, signal.SIGKILL)
        found = cuts_in(self._data) | ({Cut.COMMIT} if waiting else set()) | ({Cut.IMPORT} if imports else set())
        self.cuts.update(found)
        if self._chance.random() < 0.5:
            importing.kill()
        if importing.wait() == 0:
            self._waiting.pop(0)

    def _look_at_import(self) -> None:
        """After a start, which ends what a killed import had begun to deliver."""
        if self._tried is None:
            return
        paths = set(paths_of(self._tried))
        found = len(stored_paths(self._data, f"/log/{self._tried.stem}/") & paths)
        if found not in (0, len(paths)):
            self._halved.append(f"of the {len(paths)} hits of log {self._tried.name}, {found} were there")
        self.imports += 1

    def _senders(self, name: str) -> dict[str, Send]:
        viewers = {f"{name}/view/{number}": page_view(self._site) for number in range(VIEWERS)}
        return {**viewers, f"{name}/past": back_fill(self._site, self._now, random.Random(name))}

    def _spawned(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            (*self._hitlake, *words), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _settle(self) -> None:
        """Late hits are shown within a minute."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while not shown_paths(self._data) >= set(self.ledger.acknowledged) and time.monotonic() < deadline:
            time.sleep(0.5)


def _set_up(data: Path) -> Site:
    def run(*words: str) -> dict[str, str]:
        found: dict[str, str] = json.loads(output_of((*HITLAKE, *words, "--data", str(data), "--json")))
        return found

    run("user", "add", "crash@example.com")
    site, key = run("site", "add", "example.com"), run("key", "create", "--full-access")
    return Site(int(site["id"]), site["uid"], site["hex_id"], key["key"])
