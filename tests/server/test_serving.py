"""The server as a process: it starts, keeps, stops and starts again."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.server.conftest import BROWSER

ROOT = Path(__file__).parents[2]


def hitlake(*arguments: str) -> str:
    """What a command prints to standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "server", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def make_site(folder: Path) -> tuple[str, str]:
    """The uid of a site for example.com, and a key that may read it."""
    data = ("--data", str(folder))
    hitlake("user", "add", "you@example.com", *data)
    uid = json.loads(hitlake("site", "add", "example.com", "--json", *data))["uid"]
    return uid, hitlake("key", "create", *data).strip()


@contextmanager
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server process and its address; it is stopped by Ctrl-C unless it has ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "serve", "--data", str(data), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + (process.stdout.read() if process.poll() is not None else "")
        yield process, found[0]
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()


def test_what_was_acknowledged_is_there_however_the_server_ends(tmp_path: Path) -> None:
    uid, key = make_site(tmp_path)
    headers = {"Authorization": f"Bearer {key}", "User-Agent": BROWSER}
    counts = []
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
        with serving(tmp_path) as (process, address), httpx.Client(base_url=address, headers=headers) as client:
            assert client.post(f"/collector/{uid}?path=/a").status_code == 202
            site = client.get("/api/v2/sites").json()["sites"][0]["siteId"]
            counts.append(client.get(f"/api/v2/sites/{site}/stats").json()["pageviews"])
            process.send_signal(ending)
            process.wait(timeout=20)
    assert counts == [1, 2, 3, 4]


def test_stopping_is_clean_and_says_so(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        assert "Stopped. Everything is kept." in process.stdout.read()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "server", "serve", "--data", str(tmp_path), "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert (
        done.stderr
        == f"hitlake: cannot listen on 127.0.0.1 port {port}: Address already in use; choose another one with --port\n"
    )
