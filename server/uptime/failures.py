"""What went wrong with a request, in words for a site's owner."""

import os
import socket
import ssl
from collections.abc import Iterator

import httpcore
import httpx

from schemas.errors import ForbiddenError

_KINDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((httpcore.ConnectTimeout,), "the server does not take connections"),
    ((httpcore.TimeoutException, TimeoutError), "no answer in time"),
    ((httpcore.RemoteProtocolError,), "the answer is not HTTP"),
    ((httpcore.ReadError, httpcore.WriteError), "the server closed the connection"),
    (
        (httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol),
        "redirects to an address that is neither http nor https",
    ),
    (
        (httpx.RemoteProtocolError, httpx.InvalidURL, httpcore.LocalProtocolError),
        "redirects to an address that is none",
    ),
    ((httpcore.ConnectError,), "the server cannot be reached"),
)


def failure_text(error: BaseException) -> str:
    """Of errors of httpx, httpcore, the system and the guard."""
    for cause in _causes(error):
        if isinstance(cause, ForbiddenError):
            return str(cause)
        if isinstance(cause, socket.gaierror):
            return "the name of the server is unknown (DNS)"
        if isinstance(cause, ssl.SSLError):
            return f"TLS failed: {(cause.reason or 'connection closed').replace('_', ' ').lower()}"
        if isinstance(cause, OSError) and cause.errno:
            return os.strerror(cause.errno).lower()
    return next((text for kinds, text in _KINDS if isinstance(error, kinds)), "the request failed")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The innermost first: what the system said is the most telling."""
    inner = error.__cause__ or error.__context__
    if inner is not None:
        yield from _causes(inner)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    yield error
