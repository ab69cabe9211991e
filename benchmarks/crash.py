"""`make crash`: kills a real server again and again at random instants, and counts what it had acknowledged.

Clients send hits and write down those that were answered; logs are imported beside the server, and their days are
closed and folded into again and again. The server, and at times an import, is killed with SIGKILL. At the end every
acknowledged hit must be there exactly once, every other at most once: through the API, through `hitlake sql`, and in
the bare files.
"""

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.processes import HITLAKE, ROOT, Process, output_of, server

CLIENTS = 6
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OPTIONS = ("--flush-rows", "150", "--flush-seconds", "1", "--v2-requests-per-minute", "1000000")
"""Segments as small as can be, so that a round of some seconds meets every kind of work."""

IMPORTED_LINES = 60
SAMPLED_PATHS = 100
SETTLE_SECONDS = 120


@dataclass
class Ledger:
    """Paths, each of one hit. Thread-safe: appending to a list is."""

    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Site:
    uid: str
    hex_id: str
    key: str


@dataclass(frozen=True)
class Counted:
    """How often each path was found, by `hitlake sql` and in the files of closed days, and the API's total."""

    by_sql: Counter[str]
    closed_by_sql: Counter[str]
    in_files: Counter[str]
    by_api: int
    sampled_by_api: dict[str, int]


@dataclass(frozen=True)
class Result:
    rounds: int
    hits: int
    lost: list[str]
    doubled: list[str]
    disagreements: list[str]

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.disagreements)


def crash(data: Path, rounds: int, seed: int, most_seconds: float = 2.5) -> Result:
    """`most_seconds` is how long a server lives at most once it is ready."""
    chance, ledger = random.Random(seed), Ledger()
    site = _set_up(data)
    logs = data.parent / "logs"
    logs.mkdir()
    waiting: list[Path] = []
    for number in range(rounds):
        log = logs / f"{number}.log"
        log.write_text("".join(_log_lines(number, chance, ledger)))
        waiting.append(log)
        _round(data, site, number, chance, ledger, waiting, chance.uniform(0.0, most_seconds))
    with _serving(data) as process:
        for log in waiting:
            output_of((*HITLAKE, "import", str(log), "--site", site.uid, "--data", str(data)))
        ledger.acknowledged += [path for log in logs.iterdir() for path in _paths(log)]
        counted = _settled(data, process, site, ledger)
    return _judge(rounds, ledger, counted)


def _set_up(data: Path) -> Site:
    def run(*words: str) -> dict[str, str]:
        found: dict[str, str] = json.loads(output_of((*HITLAKE, *words, "--data", str(data), "--json")))
        return found

    run("user", "add", "crash@example.com")
    site, key = run("site", "add", "example.com"), run("key", "create")
    return Site(site["uid"], site["hex_id"], key["key"])


def _round(
    data: Path,
    site: Site,
    number: int,
    chance: random.Random,
    ledger: Ledger,
    waiting: list[Path],
    lives_seconds: float,
) -> None:
    kill_import = chance.random() < 0.3
    with _serving(data) as process:
        stop = threading.Event()
        clients = [
            threading.Thread(target=_send, args=(process.port, site.uid, f"/{number}/{client}", ledger, stop))
            for client in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        importing = subprocess.Popen(
            (*HITLAKE, "import", str(waiting[0]), "--site", site.uid, "--data", str(data)),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(lives_seconds)
        os.kill(process.pid, signal.SIGKILL)
        stop.set()
        for client in clients:
            client.join()
    if kill_import:
        importing.kill()
    if importing.wait() == 0:
        waiting.pop(0)


def _send(port: int, uid: str, prefix: str, ledger: Ledger, stop: threading.Event) -> None:
    """One connection, one hit after the other, until the server is gone."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    number = 0
    try:
        while not stop.is_set():
            path = f"{prefix}/{number}"
            number += 1
            ledger.sent.append(path)
            connection.request("POST", f"/collector/{uid}?path={path}", headers={"User-Agent": AGENT})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 202 and "x-hitlake-dropped" not in answer.headers:
                ledger.acknowledged.append(path)
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


def _log_lines(number: int, chance: random.Random, ledger: Ledger) -> Iterator[str]:
    """Of the last weeks, so that every import folds into days and months that are closed already."""
    now = datetime.now(UTC).replace(hour=12, minute=0, second=0)
    for line in range(IMPORTED_LINES):
        at = now - timedelta(days=chance.randrange(1, 80), seconds=line)
        path = f"/log/{number}/{line}"
        ledger.sent.append(path)
        address = f"198.51.100.{chance.randrange(1, 250)}"
        yield f'{address} - - [{at:%d/%b/%Y:%H:%M:%S +0000}] "GET {path} HTTP/1.1" 200 512 "-" "{AGENT}"\n'


def _paths(log: Path) -> list[str]:
    return [line.split()[6] for line in log.read_text().splitlines()]


def _settled(data: Path, process: Process, site: Site, ledger: Ledger) -> Counted:
    """Once everything is folded that can be: late hits are shown within a minute."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        by_sql = _sql(data, "select path, count(*) from hits group by all")
        if by_sql.keys() >= set(ledger.acknowledged) or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    files = f"read_parquet('{data}/hits/*/*/*.parquet', hive_partitioning = true)"
    sampled = random.Random(0).sample(sorted(by_sql), min(SAMPLED_PATHS, len(by_sql)))
    return Counted(
        by_sql,
        _sql(data, f"select path, count(*) from hits where day < '{today}' group by all"),
        _sql(data, f"select path, count(*) from {files} group by all"),
        _pageviews(process.port, site, ""),
        {path: _pageviews(process.port, site, f"&pathname={path}") for path in sampled},
    )


def _sql(data: Path, query: str) -> Counter[str]:
    lines = output_of((*HITLAKE, "sql", query, "--json", "--data", str(data))).splitlines()
    rows = [list(json.loads(line).values()) for line in lines]
    return Counter(dict(rows))


def _pageviews(port: int, site: Site, query: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        target = f"/api/v2/sites/{site.hex_id}/pageviews?range=90d{query}"
        connection.request("GET", target, headers={"Authorization": f"Bearer {site.key}"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{target} was answered with {answer.status}: {body}")
    return int(body["total"])


def _judge(rounds: int, ledger: Ledger, counted: Counted) -> Result:
    total = counted.by_sql.total()
    disagreements = []
    if counted.by_api != total:
        disagreements.append(f"the API counts {counted.by_api} hits, sql {total}")
    if counted.in_files != counted.closed_by_sql:
        disagreements.append(f"files hold {counted.in_files.total()}, sql shows {counted.closed_by_sql.total()} closed")
    disagreements += [f"the API counts {path} {n} times" for path, n in counted.sampled_by_api.items() if n != 1]
    disagreements += [f"nobody sent {path}" for path in sorted(counted.by_sql.keys() - set(ledger.sent))]
    lost = sorted(set(ledger.acknowledged) - counted.by_sql.keys())
    doubled = sorted(path for path, count in counted.by_sql.items() if count > 1)
    return Result(rounds, len(ledger.acknowledged), lost, doubled, disagreements)


def _serving(data: Path) -> AbstractContextManager[Process]:
    return server((*HITLAKE, "serve", "--data", str(data), "--port", "0", *OPTIONS))


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = parser.parse_args(words)
    print(f"seed {given.seed}")
    with tempfile.TemporaryDirectory() as folder:
        result = crash(Path(folder) / "data", given.rounds, given.seed)
    print(
        f"rounds {result.rounds}, acknowledged hits {result.hits}, "
        f"lost {len(result.lost)}, doubled {len(result.doubled)}"
    )
    for text in (*result.lost[:5], *result.doubled[:5], *result.disagreements[:5]):
        print(f"  {text}")
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
