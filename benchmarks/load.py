"""Load on a server: many connections that each send the next request when the last one is answered."""

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.samples import Samples

_UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Load:
    requests: int
    failed: int
    """Answers with a status other than 2xx and 3xx, and connections that broke."""
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def a_second(self) -> float:
        return self.requests / self.seconds


def tool() -> str:
    return "wrk" if shutil.which("wrk") else "the benchmark's own client, which is slower than wrk"


def put_load(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Load:
    """With wrk where it is installed, else with a client of our own. Requests are sent in turn, again and again."""
    if shutil.which("wrk"):
        return _with_wrk(port, requests, connections, seconds)
    return asyncio.run(_with_own_client(port, requests, connections, seconds))


def _with_wrk(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "requests.lua"
        script.write_text(_lua(requests))
        size = [f"-t{min(2, connections)}", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
        command = ["wrk", *size, "--timeout", "20s", "--latency"]
        done = subprocess.run(
            [*command, "-s", str(script), f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True
        )
    return read_wrk(done.stdout)


def _lua(requests: Sequence[bytes]) -> str:
    """Each of wrk's threads begins elsewhere, so that they do not send the same ones together."""
    listed = ",\n".join(json.dumps(request.decode()) for request in requests)
    return f"""
local requests = {{
{listed}
}}
local threads = 0
function setup(thread)
  thread:set("next_request", threads * math.floor(#requests / 2))
  threads = threads + 1
end
function request()
  next_request = next_request % #requests + 1
  return requests[next_request]
end
"""


def read_wrk(text: str) -> Load:
    done = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", text)
    assert done, text
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    failed = int(bad[1]) if bad else 0
    failed += sum(int(count) for count in broken.groups()) if broken else 0
    seconds = float(done[2]) * _UNITS_MS[done[3]] / 1000
    return Load(int(done[1]), failed, seconds, _wrk_percentile(text, 50), _wrk_percentile(text, 99))


def _wrk_percentile(text: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE)
    assert found, text
    return float(found[1]) * _UNITS_MS[found[2]]


class _Connection(asyncio.Protocol):
    """Counts answers by their status; bodies are at most as long as one read brings."""

    def __init__(self, next_request: Callable[[], bytes | None], waits_ms: list[float]) -> None:
        self._next_request, self._waits_ms = next_request, waits_ms
        self._head = b""
        self._sent = 0.0
        self.failed = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._head += data
        head, end, body = self._head.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        if end and len(body) >= (int(length[1]) if length else 0):
            self._waits_ms.append((time.perf_counter() - self._sent) * 1000)
            self.failed += head[9:10] not in b"23"
            self._head = b""
            self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.ended.done():
            self.failed += 1
            self.ended.set_result(None)

    def _send(self) -> None:
        request = self._next_request()
        if request is None:
            self.ended.set_result(None)
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


async def _with_own_client(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Load:
    began = time.perf_counter()
    sent = 0

    def next_request() -> bytes | None:
        nonlocal sent
        sent += 1
        return requests[sent % len(requests)] if time.perf_counter() - began < seconds else None

    waits_ms: list[float] = []
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(lambda: _Connection(next_request, waits_ms), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(connection.ended for connection in opened))
    waits = Samples(tuple(waits_ms))
    failed = sum(connection.failed for connection in opened)
    took = time.perf_counter() - began
    return Load(len(waits_ms), failed, took, waits.percentile(50), waits.percentile(99))
