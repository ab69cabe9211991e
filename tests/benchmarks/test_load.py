"""Both clients count what a server answered."""

import asyncio
import shutil

import pytest

from benchmarks.load import Load, put_load, read_wrk

GOOD, BAD = b"GET /good HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /bad HTTP/1.1\r\nHost: a\r\n\r\n"


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await _head(reader):
        status = b"202 Accepted" if b"/good" in head else b"503 Busy"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\n\r\nok")
    writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes | None:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return None


async def _load(requests: list[bytes]) -> Load:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        return await asyncio.to_thread(put_load, port, requests, connections=8, seconds=1)


@pytest.fixture(params=["wrk", "own client"])
def client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "own client":
        monkeypatch.setenv("PATH", "")
    elif shutil.which("wrk") is None:
        pytest.skip("wrk is not installed")


@pytest.mark.usefixtures("client")
def test_good_answers_are_counted() -> None:
    load = asyncio.run(_load([GOOD]))
    assert load.requests > 10
    assert load.failed == 0
    assert 0 < load.p50_ms <= load.p99_ms


@pytest.mark.usefixtures("client")
def test_bad_answers_are_told_apart() -> None:
    load = asyncio.run(_load([GOOD, BAD]))
    assert 0.3 < load.failed / load.requests < 0.7


WRK = """\
Running 5s test @ http://127.0.0.1:43797
  2 threads and 256 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   344.14ms  436.85ms   3.42s    93.34%
    Req/Sec   552.33    398.44     1.29k    58.23%
  Latency Distribution
     50%  235.90ms
     75%  324.14ms
     90%  439.77ms
     99%    2.62s\x20
  5081 requests in 5.08s, 0.86MB read
  Socket errors: connect 0, read 3, write 0, timeout 1
  Non-2xx or 3xx responses: 7
Requests/sec:    999.81
Transfer/sec:    172.82KB
"""


def test_what_wrk_prints_is_understood() -> None:
    assert read_wrk(WRK) == Load(requests=5081, failed=11, seconds=5.08, p50_ms=235.9, p99_ms=2620.0)
