"""Real servers on free ports of 127.0.0.1: HTTP with or without TLS, and anything that speaks in bytes."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class WebSite:
    """Answers by path, with bytes that go out as they are. Comes and goes on the same port."""

    tls: ssl.SSLContext | None = None
    answers: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    """Whole heads."""
    port: int = 0
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    async def come(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def go(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(head)
            writer.write(self.answers.get(head.split(" ")[1], answer(404)))
            await writer.drain()
        writer.close()


def answer(status: int, reason: str = "", body: bytes = b"hello", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} {reason}".rstrip(), f"content-length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@asynccontextmanager
async def web_site(tls: ssl.SSLContext | None = None, /, **answers: bytes) -> AsyncIterator[WebSite]:
    """`answers` by the path without its slash; the first page, `index`, says 200 if it is not given."""
    pages = {"index": answer(200)} | answers
    site = WebSite(tls, {f"/{path.replace('index', '')}": content for path, content in pages.items()})
    await site.come()
    try:
        yield site
    finally:
        await site.go()


@asynccontextmanager
async def talker(speak: Speak) -> AsyncIterator[int]:
    """The port of a server that says what `speak` writes; whatever it still does at the end is broken off."""
    speaking: list[asyncio.Task[None]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError):
                await speak(reader, writer)
        finally:
            writer.transport.abort()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        speaking.append(asyncio.create_task(serve(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
    for task in speaking:
        task.cancel()
    await asyncio.gather(*speaking, return_exceptions=True)
