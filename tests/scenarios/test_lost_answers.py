"""A client whose answer is lost because the server is killed sends again, and every hit is stored once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from engine.registry.registry import open_registry
from engine.storage.layout import Layout
from schemas.sites import AccessType
from server.serving import bound_socket
from tests.server.conftest import geo_database

KILLS = 2


@contextmanager
def served(data: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A server process, until the end or until somebody kills it."""
    options = {"data": data, "port": port, "geo-database": geo_database(), "v1-requests-per-hour": 1_000_000}
    command = [sys.executable, "-m", "server", "serve", *(f"--{name}={value}" for name, value in options.items())]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


class Client:
    """Sends rows 0, 1, 2, ... one after another; a row whose answer is lost is sent again under the same name.

    That is the row's id and the request's Idempotency-Key in turns.
    """

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self.answered = 0
        self.lost = 0

    def send(self, stop: threading.Event) -> None:
        while not stop.is_set():
            row: dict[str, Any] = {"path": f"/{self.answered}", "visitor_id": "one"}
            name, by_row = f"row {self.answered}", self.answered % 2 == 0
            row |= {"id": name} if by_row else {}
            headers = {} if by_row else {"Idempotency-Key": name}
            try:
                answer = self._http.post("/api/v1/sites/1/hits", json=row, headers=headers)
            except httpx.TransportError:
                self.lost += 1
                stop.wait(0.02)
                continue
            assert answer.status_code == 201, answer.text
            self.answered += 1

    def paths(self) -> list[str]:
        """Of all stored hits, oldest first."""
        found: list[str] = []
        for page in range(1, 100):
            answer = self._http.get("/api/v1/sites/1/hits", params={"per_page": 1000, "page": page}).json()
            found += [row["path"] for row in answer["hits"]]
            if page >= answer["pagination"]["total_pages"]:
                break
        return found[::-1]


def wait_for(client: Client, answered: int) -> None:
    deadline = time.monotonic() + 60
    while client.answered < answered:
        assert time.monotonic() < deadline, f"only {client.answered} of {answered} rows were answered"
        threading.Event().wait(0.005)


def test_what_is_sent_again_after_a_kill_is_stored_once(tmp_path: Path) -> None:
    registry = open_registry(Layout(tmp_path).database, lambda: time.time_ns() // 1_000_000, os.urandom)
    account = registry.accounts.add("owner@example.com")
    registry.sites.add(account.id, "example.com", time_zone="UTC")
    _, key = registry.keys.create(account.id, "", AccessType.FULL)
    registry.close()
    with bound_socket("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    stop, headers = threading.Event(), {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as http:
        client = Client(http)
        sender = threading.Thread(target=client.send, args=(stop,))
        sender.start()
        try:
            for kill in range(KILLS):
                with served(tmp_path, port) as process:
                    wait_for(client, client.answered + 20 + 7 * kill)
                    process.send_signal(signal.SIGKILL)
            with served(tmp_path, port):
                wait_for(client, client.answered + 1)
                stop.set()
                sender.join()
                assert client.paths() == [f"/{number}" for number in range(client.answered)]
        finally:
            stop.set()
            sender.join()
    assert client.lost >= KILLS
