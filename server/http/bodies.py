"""Request bodies, never more than asked for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from schemas.errors import BusyError, TooLargeError, UnreadableMediaError

Grow = Callable[[int], None]
"""Told of bytes that have come."""


class LargeBodies:
    """Bytes of large bodies that may be in memory at a time, all requests together. Belongs to one event loop."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._held = 0

    @contextmanager
    def holding(self) -> Iterator[Grow]:
        """What is told holds until the end; BusyError when it becomes too much."""
        mine = 0

        def grow(count: int) -> None:
            nonlocal mine
            if self._held + count > self._most_bytes:
                raise BusyError("too many large requests are being read", retry_after_seconds=1)
            mine += count
            self._held += count

        try:
            yield grow
        finally:
            self._held -= mine


async def bounded_body(
    headers: Mapping[bytes, bytes],
    receive: Receive,
    most_bytes: int,
    setting: str = "",
    grow: Grow = lambda _: None,
) -> bytes:
    """The whole body. Raises TooLargeError over `most_bytes`, which names the setting that they come from,
    UnreadableMediaError for a compressed one, and what `grow` raises.
    """
    length = headers.get(b"content-length")
    if length == b"0" or (length is None and b"transfer-encoding" not in headers):
        return b""  # most hits: no need to wait for what will not come
    if length is not None and length.isdigit() and int(length) > most_bytes:
        raise _too_large(most_bytes, setting)
    coding = headers.get(b"content-encoding", b"identity")
    if coding.lower() != b"identity":
        raise UnreadableMediaError(f"content-encoding is {coding.decode('latin-1')!r}; send the body as it is")
    return await _read(receive, most_bytes, setting, grow)


async def _read(receive: Receive, most_bytes: int, setting: str, grow: Grow) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > most_bytes:
            raise _too_large(most_bytes, setting)
        grow(len(message.get("body", b"")))
        if not message.get("more_body", False):
            return bytes(body)


def _too_large(most_bytes: int, setting: str) -> TooLargeError:
    named = f" ({setting})" if setting else ""
    return TooLargeError(f"the body is too large; at most {most_bytes} bytes are read{named}")
