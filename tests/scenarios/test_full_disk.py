"""A disk that is full, for real: hits are refused until there is room, everything else goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from benchmarks.processes import HITLAKE, Process, output_of, server
from engine.storage.layout import Layout
from tests.server.conftest import BROWSER, geo_database

ROOM_BYTES = 24_000_000
PATIENCE_SECONDS = 60.0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", f"size={ROOM_BYTES}", "hitlake-test", str(disk))
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(command, check=False).returncode != 0:
        pytest.skip("a small disk of its own can only be mounted by root, on Linux")
    try:
        yield disk
    finally:
        subprocess.run(("umount", "--lazy", str(disk)), check=True)


@pytest.fixture
def data(small_disk: Path) -> Path:
    folder = small_disk / "data"
    output_of((*HITLAKE, "user", "add", "ada@example.com", "--data", str(folder)))
    return folder


@dataclass
class Visitor:
    """Sends hits that bear their number as path, and keeps which were acknowledged."""

    client: httpx.Client
    uid: str
    sent: int = 0
    acknowledged: list[str] = field(default_factory=list)

    def send(self) -> httpx.Response:
        path = f"/{self.sent}"
        self.sent += 1
        answer = self.client.post(f"/collector/{self.uid}", params={"path": path})
        assert answer.status_code in {202, 503}, answer.text
        if answer.status_code == 202:
            self.acknowledged.append(path)
        return answer

    def send_as_robot(self) -> None:
        """A hit that is dropped, which is counted."""
        answer = self.client.post(f"/collector/{self.uid}", headers={"User-Agent": "Googlebot/2.1"})
        assert answer.status_code == 202, answer.text

    def send_until(self, status: int) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (answer := self.send()).status_code != status:
            assert time.monotonic() < deadline, f"still answered with {answer.status_code}"
        return answer


@dataclass(frozen=True)
class Reader:
    client: httpx.Client
    hex_id: str
    key: str

    def page_views(self) -> int:
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = self.client.get(f"/api/v2/sites/{self.hex_id}/stats", headers=headers)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["pageviews"])


def test_hits_are_refused_reading_goes_on_and_all_resumes_once_there_is_room(data: Path) -> None:
    site, key = _added(data, "site", "add", "example.com"), _added(data, "key", "create")
    with _serving(data) as process, _client(process) as client:
        visitor, reader = Visitor(client, site["uid"]), Reader(client, site["hex_id"], key["key"])
        for _ in range(20):
            assert visitor.send().status_code == 202
        ballast = _fill(data)

        refused = visitor.send_until(503)
        assert int(refused.headers["retry-after"]) > 0
        assert "cannot be" in refused.json()["error"]
        _wait_for(lambda: _saves_nothing(data, visitor, process))
        assert reader.page_views() == len(visitor.acknowledged)

        ballast.unlink()
        visitor.send_until(202)
        assert reader.page_views() == len(visitor.acknowledged)
        assert "while answering a request" not in process.output.read_text()
        os.kill(process.pid, signal.SIGKILL)
    with _serving(data):
        shown = output_of((*HITLAKE, "sql", "select path from hits", "--json", "--data", str(data)))
    paths = [json.loads(line)["path"] for line in shown.splitlines()]
    assert len(paths) == len(set(paths))
    assert set(paths) >= set(visitor.acknowledged)


@pytest.mark.parametrize("days", [0, 1], ids=["numbers for hits", "the salt of a new day"])
def test_a_start_on_a_full_disk_answers_and_takes_hits_once_there_is_room(data: Path, days: int) -> None:
    """What is needed first then is what the database must give, and cannot."""
    site, key = _added(data, "site", "add", "example.com"), _added(data, "key", "create")
    with _serving(data) as process, _client(process) as client:
        before = Visitor(client, site["uid"])
        for _ in range(20):
            assert before.send().status_code == 202
        _wait_for(Layout(data).reserve.exists)
    ballast = _fill(data)

    with _serving(data, days) as process, _client(process) as client:
        visitor, reader = Visitor(client, site["uid"], before.sent), Reader(client, site["hex_id"], key["key"])
        _fill(data)
        refused = visitor.send()
        assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (503, True)
        assert reader.page_views() == 20

        ballast.unlink()
        visitor.send_until(202)
        _wait_for(lambda: reader.page_views() == 20 + len(visitor.acknowledged))
        _wait_for(Layout(data).reserve.exists)
        assert "while answering a request" not in process.output.read_text()


def _serving(data: Path, days: int = 0) -> AbstractContextManager[Process]:
    """With a clock so many days ahead."""
    small = ("--flush-rows", "10", "--flush-seconds", "1", "--v2-requests-per-minute", "1000000")
    options = ("--data", str(data), "--port", "0", "--geo-database", str(geo_database()), *small)
    return server((sys.executable, "-m", "benchmarks.crashing.clock", str(days), "serve", *options))


def _client(process: Process) -> httpx.Client:
    return httpx.Client(base_url=process.address, headers={"User-Agent": BROWSER}, timeout=30)


def _added(data: Path, *words: str) -> dict[str, str]:
    made: dict[str, str] = json.loads(output_of((*HITLAKE, *words, "--data", str(data), "--json")))
    return made


def _fill(data: Path) -> Path:
    """A file that takes what room there is, to the last byte."""
    ballast = data.parent / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    return ballast


def _saves_nothing(data: Path, visitor: Visitor, process: Process) -> bool:
    """Whether what is counted could not be saved. Each time there is more to save, and no room that was given back."""
    _fill(data)
    visitor.send_as_robot()
    return "cannot save what was counted" in process.output.read_text()


def _wait_for(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.05)
