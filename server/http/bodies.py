"""Request bodies, never more than asked for."""

from collections.abc import Mapping

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from schemas.errors import TooLargeError, UnreadableMediaError


async def bounded_body(headers: Mapping[bytes, bytes], receive: Receive, most_bytes: int) -> bytes:
    """The whole body; TooLargeError over `most_bytes`, UnreadableMediaError when it is compressed."""
    length = headers.get(b"content-length")
    if length == b"0" or (length is None and b"transfer-encoding" not in headers):
        return b""  # most hits: no need to wait for what will not come
    if length is not None and length.isdigit() and int(length) > most_bytes:
        raise _too_large(most_bytes)
    coding = headers.get(b"content-encoding", b"identity")
    if coding.lower() != b"identity":
        raise UnreadableMediaError(f"content-encoding is {coding.decode('latin-1')!r}; send the body as it is")
    return await _read(receive, most_bytes)


async def _read(receive: Receive, most_bytes: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
        if not message.get("more_body", False):
            return bytes(body)


def _too_large(most_bytes: int) -> TooLargeError:
    return TooLargeError(f"the body is too large; at most {most_bytes} bytes are read")
