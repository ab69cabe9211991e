"""httpx over guarded connections."""

import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpcore
import httpx

from server.uptime.guard import Guard, GuardedNetwork


class GuardedTransport(httpx.AsyncBaseTransport):
    """Every connection is made anew and through the guard. Raises the errors of httpcore, and ForbiddenError."""

    def __init__(self, guard: Guard, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls, max_keepalive_connections=0, network_backend=GuardedNetwork(guard)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        stream: Any = self._answer.stream
        async for part in stream:
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


def trusting_tls() -> ssl.SSLContext:
    """Takes any certificate: whether a site answers and what its certificate is worth are two questions."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def checking_tls() -> ssl.SSLContext:
    """Trusts whom the system trusts and whom browsers trust."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
