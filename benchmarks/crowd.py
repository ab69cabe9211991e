"""Clients that no server likes: in an event loop of their own, for as long as the context lasts."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import httpx

HUGE_BYTES = 100_000_000
_PIECE = bytes(65536)


class Crowd:
    """`outcomes` counts what became of their requests."""

    def __init__(self, port: int, idle: int) -> None:
        self._port, self._idle = port, idle
        self.outcomes: Counter[str] = Counter()

    async def idle(self) -> None:
        """Asks once and stays."""
        reader, writer = await self._connect()
        writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        self._count("idle", await reader.readline())
        await reader.read()

    async def slow_writer(self) -> None:
        """A byte of a head every second."""
        reader, writer = await self._connect()
        with suppress(ConnectionError):
            while not reader.at_eof():
                writer.write(b"G")
                await writer.drain()
                await asyncio.sleep(1)
        self.outcomes["slow head given up"] += 1

    async def slow_reader(self, path: str) -> None:
        """Asks for much and takes nothing."""
        _, writer = await self._connect(limit=1)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 20)
        await asyncio.Event().wait()

    async def huge_body(self) -> None:
        """100 MB to the collector, again and again, with and without saying how long it is."""
        for coding, frame in ((b"Content-Length: %d" % HUGE_BYTES, b""), (b"Transfer-Encoding: chunked", b"10000\r\n")):
            reader, writer = await self._connect()
            writer.write(b"POST /collector/x HTTP/1.1\r\nHost: x\r\n" + coding + b"\r\n\r\n")
            answer = asyncio.create_task(reader.readline())
            with suppress(ConnectionError):
                for _ in range(HUGE_BYTES // len(_PIECE)):
                    writer.write(frame + _PIECE + b"\r\n" if frame else _PIECE)
                    await writer.drain()
                    if answer.done():
                        break
            with suppress(ConnectionError):
                self._count("100 MB body", await answer)
            writer.close()
            await asyncio.sleep(1)

    async def storm(self, paths: Sequence[str], key: str) -> None:
        """Questions, one after another."""
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self._port}", timeout=60, headers=headers) as client:
            while True:
                for path in paths:
                    with suppress(httpx.TransportError):
                        self.outcomes[f"question {(await client.get(path)).status_code}"] += 1

    def gathered(self) -> None:
        """Returns when those that stay idle have all been answered, or after half a minute."""
        deadline = time.monotonic() + 30
        while self.outcomes["idle 200"] < self._idle and time.monotonic() < deadline:
            time.sleep(0.05)

    async def batches(self, site_id: int, key: str, body: bytes) -> None:
        """Large batches of hits, one after another."""
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        url = f"http://127.0.0.1:{self._port}/api/v1/sites/{site_id}/hits/batch"
        async with httpx.AsyncClient(timeout=120, headers=headers) as client:
            while True:
                with suppress(httpx.TransportError):
                    self.outcomes[f"batch {(await client.post(url, content=body)).status_code}"] += 1

    async def _connect(self, limit: int = 65536) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=limit)

    def _count(self, what: str, status_line: bytes) -> None:
        self.outcomes[f"{what} {status_line[9:12].decode() or 'closed'}"] += 1


@contextmanager
def at_work(clients: Sequence[Coroutine[Any, Any, None]]) -> Iterator[None]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> list[asyncio.Task[None]]:
        return [asyncio.create_task(client) for client in clients]

    async def stop(tasks: Sequence[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    tasks = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(stop(tasks), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
