"""A body is read up to its bound and no further."""

import asyncio

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from schemas.errors import BusyError, TooLargeError, UnreadableMediaError
from server.http.bodies import LargeBodies, bounded_body


def read(headers: dict[bytes, bytes], *messages: Message, most_bytes: int = 10) -> bytes:
    coming = list(messages)

    async def receive() -> Message:
        return coming.pop(0)

    return asyncio.run(bounded_body(headers, receive, most_bytes))


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_the_parts_of_a_body_are_put_together() -> None:
    assert read({b"content-length": b"10"}, part(b"01234", more=True), part(b"56789")) == b"0123456789"


@pytest.mark.parametrize("headers", [{}, {b"content-length": b"0"}])
def test_nothing_is_waited_for_when_nothing_was_announced(headers: dict[bytes, bytes]) -> None:
    assert read(headers) == b""


def test_too_long_a_body_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLargeError, match="at most 10 bytes"):
        read({b"content-length": b"11"})


def test_a_body_that_grows_over_the_bound_is_refused() -> None:
    with pytest.raises(TooLargeError, match="at most 10 bytes"):
        read({b"transfer-encoding": b"chunked"}, part(b"01234", more=True), part(b"567890", more=True))


def test_a_compressed_body_is_refused_by_name() -> None:
    with pytest.raises(UnreadableMediaError, match="'gzip'"):
        read({b"content-length": b"5", b"content-encoding": b"gzip"})


def test_a_client_that_goes_away_is_told_from_one_that_is_done() -> None:
    with pytest.raises(ClientDisconnect):
        read({b"content-length": b"9"}, part(b"0123", more=True), {"type": "http.disconnect"})


def test_a_bound_that_a_setting_gives_is_told_by_its_name() -> None:
    with pytest.raises(TooLargeError, match=r"at most 5 bytes are read \(max_batch_bytes\)"):
        asyncio.run(bounded_body({b"content-length": b"6"}, None, 5, "max_batch_bytes"))  # type: ignore[arg-type]


def test_all_large_bodies_together_are_bounded() -> None:
    bodies = LargeBodies(10)
    with bodies.holding() as first, bodies.holding() as second:
        first(6)
        with pytest.raises(BusyError):
            second(5)
        second(4)
    with bodies.holding() as third:
        third(10)
