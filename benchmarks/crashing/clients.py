"""Clients that send until the server is gone, and write down what was acknowledged."""

import http.client
import json
import random
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.crashing.ledger import Ledger, Site

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BACK_FILL_ROWS = 20
PAST_DAYS = 40
"""How far back hits of the past go: over the turn of a month."""
IMPORTED_LINES = 60

Send = Callable[[http.client.HTTPConnection, str, Ledger], None]
"""One request; the paths of its hits begin with the text."""


class Clients:
    """Threads by name, a connection each, while the context lasts."""

    def __init__(self, port: int, ledger: Ledger, senders: Mapping[str, Send]) -> None:
        self._port, self._ledger = port, ledger
        self._stop = threading.Event()
        self._waiting = dict.fromkeys(senders, False)
        self._threads = [threading.Thread(target=self._run, args=item) for item in senders.items()]

    def __enter__(self) -> "Clients":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def waiting(self) -> int:
        """Requests that have no answer yet."""
        return sum(self._waiting.values())

    def _run(self, name: str, send: Send) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        number = 0
        try:
            while not self._stop.is_set():
                self._waiting[name] = True
                send(connection, f"{name}/{number}", self._ledger)
                self._waiting[name] = False
                number += 1
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


def page_view(site: Site) -> Send:
    def send(connection: http.client.HTTPConnection, path: str, ledger: Ledger) -> None:
        ledger.sent.append(path)
        connection.request("POST", f"/collector/{site.uid}?path={path}", headers={"User-Agent": AGENT})
        answer = connection.getresponse()
        answer.read()
        if answer.status == 202 and "x-hitlake-dropped" not in answer.headers:
            ledger.acknowledged.append(path)

    return send


def back_fill(site: Site, now: datetime, chance: random.Random) -> Send:
    """Batches of hits of days that are closed: they are folded into these again."""
    headers = {"Authorization": f"Bearer {site.key}", "Content-Type": "application/json"}

    def send(connection: http.client.HTTPConnection, prefix: str, ledger: Ledger) -> None:
        paths = [f"{prefix}/{number}" for number in range(BACK_FILL_ROWS)]
        rows = [
            {"path": path, "visitor_id": path, "user_agent": AGENT, "created_at": _past(now, chance).isoformat()}
            for path in paths
        ]
        ledger.sent += paths
        connection.request("POST", f"/api/v1/sites/{site.id}/hits/batch", json.dumps(rows), headers)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        if answer.status < 300:
            ledger.acknowledged += [paths[row["index"]] for row in body["results"] if row["status"] == "created"]

    return send


def write_log(path: Path, number: int, now: datetime, chance: random.Random, ledger: Ledger) -> None:
    path.write_text("".join(_log_lines(number, now, chance, ledger)))


def paths_of(log: Path) -> list[str]:
    return [line.split()[6] for line in log.read_text().splitlines()]


def _log_lines(number: int, now: datetime, chance: random.Random, ledger: Ledger) -> Iterator[str]:
    for line in range(IMPORTED_LINES):
        at, path = _past(now, chance), f"/log/{number}/{line}"
        ledger.sent.append(path)
        address = f"198.51.100.{chance.randrange(1, 250)}"
        yield f'{address} - - [{at:%d/%b/%Y:%H:%M:%S +0000}] "GET {path} HTTP/1.1" 200 512 "-" "{AGENT}"\n'


def _past(now: datetime, chance: random.Random) -> datetime:
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon - timedelta(days=chance.randrange(1, PAST_DAYS), seconds=chance.randrange(3600))
