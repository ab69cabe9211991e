"""`hitlake demo` is there at once, what it prints can be pasted, and it keeps everything."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from tests.server.cli.conftest import Hitlake

ROOT = Path(__file__).parent.parent.parent.parent
SECONDS = 60


@contextmanager
def _demo(data: Path) -> Iterator[list[str]]:
    """The lines that it prints before it serves; at the end it is stopped as Ctrl-C does."""
    command = [sys.executable, "-m", "server", "demo", "--data", str(data), "--port", "0"]
    printed = data.parent / "printed.txt"
    with printed.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + SECONDS
        while "Ctrl-C stops the demo." not in printed.read_text():
            assert process.poll() is None, printed.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield printed.read_text().splitlines()
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(SECONDS)
    assert status == 0
    assert printed.read_text().endswith(f"Ctrl-C stops the demo.\nStopped. Everything is kept in {data}.\n")


def _pasted(line: str) -> str:
    done = subprocess.run(
        ["bash", "-c", line.replace("curl ", "curl --silent ", 1)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def _commands(lines: list[str]) -> list[str]:
    """Those that follow a line with a # at its start."""
    return [line for before, line in pairwise(lines) if before.startswith("# ")]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_printed_line_works_when_pasted_and_a_second_start_has_the_same_keys_and_hits(tmp_path: Path) -> None:
    data = tmp_path / "demo-data"
    with _demo(data) as lines:
        sites, stats, realtime, page, send, sql, duckdb = _commands(lines)
        [site] = json.loads(_pasted(sites))["sites"]
        before = json.loads(_pasted(stats))
        active = json.loads(_pasted(realtime))["activeVisitors"]
        chart = json.loads(_pasted(page))["chart"]
        sent = _pasted(send)
        after = json.loads(_pasted(realtime))
        shown, counted = _pasted(sql), _pasted(duckdb)
    assert site["domain"] == "birchlane.example"
    assert before["pageviews"] > 40_000
    assert len(before["topPages"]) == 10
    assert len(chart) == 7
    assert sent.startswith("HTTP/1.1 202")
    assert after["activeVisitors"] == active + 1
    pages = [row["path"] for row in after["activePages"]]
    assert "/pricing" in pages or len(pages) == 10, "of more pages than ten, those with the most visitors are named"
    assert "news.ycombinator.com" in shown
    assert "/pricing" in counted
    with _demo(data) as again:
        assert "Making up" not in again[0]
        assert _keys(again) == _keys(lines)
        assert json.loads(_pasted(_commands(again)[1]))["pageviews"] >= before["pageviews"] + 1


def _keys(lines: list[str]) -> set[str]:
    return set(re.findall(r"tly-(?:ro|fa)-\w+", "\n".join(lines)))


def test_a_port_in_use_is_said_and_nothing_is_made_up(hitlake: Hitlake, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = hitlake("demo", "--data", str(tmp_path / "demo-data"), "--port", port)
    assert answer.status == 2
    assert answer.err == (
        f"hitlake: cannot listen on 127.0.0.1 port {port}: Address already in use; choose another one with --port\n"
    )
    assert answer.out == ""


def test_a_real_servers_data_is_left_alone(hitlake: Hitlake, data: Path) -> None:
    assert hitlake("user", "add", "a@example.com").status == 0
    answer = hitlake("demo", "--data", str(data), "--port", "0")
    assert answer.status == 2
    assert "holds data that is no demo: choose another folder with --data DIR" in answer.err
