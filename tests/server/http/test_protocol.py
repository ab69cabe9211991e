"""What comes over the wire: odd bytes, long heads, several requests on a connection."""

import re
import socket

import pytest

from server.http.protocol import MOST_HEAD_BYTES
from tests.server.conftest import BROWSER, Running


@pytest.fixture
def running(shared: Running) -> Running:
    return shared


def exchange(running: Running, *parts: bytes) -> bytes:
    """All that the server answers until it closes the connection."""
    url = running.client.base_url
    answer = b""
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it closed before all was sent: what it said is still there to be read
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
    return answer


def post(running: Running, query: bytes, *, close: bool = True) -> bytes:
    head = (
        f"Host: x\r\nUser-Agent: {BROWSER}\r\nContent-Length: 0\r\n{'Connection: close' if close else 'X-A: b'}\r\n\r\n"
    )
    return b"POST /collector/" + running.site.uid.encode() + b"?" + query + b" HTTP/1.1\r\n" + head.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_query_that_is_not_encoded_is_read(running: Running, encoding: str) -> None:
    answer = exchange(running, post(running, "url=https://example.com/café&path=/café".encode(encoding)))
    assert answer.startswith(b"HTTP/1.1 202 ")
    pages = running.ask("stats").json()["topPages"]
    assert [page["views"] for page in pages] == [1]
    assert re.fullmatch("/caf(é|%C3%A9)", pages[0]["pathname"])


def test_several_requests_on_one_connection_are_answered_in_order(running: Running) -> None:
    answer = exchange(
        running,
        post(running, b"path=/a", close=False) + post(running, b"path=/b", close=False),
        post(running, b"path=/c"),
    )
    assert answer.count(b"HTTP/1.1 202 ") == 3
    assert running.ask("stats").json()["pageviews"] == 3


def test_a_connection_is_of_use_after_an_answer_that_came_before_the_body(running: Running) -> None:
    url = running.client.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(b"POST /api/v1/sites/1/hits HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 401 ")
        connection.sendall(b'{"path": "/refused"}')
        connection.sendall(post(running, b"path=/a"))
        assert connection.recv(65536).startswith(b"HTTP/1.1 202 ")


def test_a_body_that_is_not_ascii_stays_as_it_is(running: Running) -> None:
    body = '{"path": "/a", "event": "größe"}'.encode()
    head = f"Host: x\r\nUser-Agent: {BROWSER}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    start = f"POST /collector/{running.site.uid} HTTP/1.1\r\n".encode()
    assert exchange(running, start + head + body).startswith(b"HTTP/1.1 202 ")
    assert running.ask("events").json() == {"events": [{"name": "größe", "count": 1}]}


@pytest.mark.parametrize("start", [b"GET /?a=", b"GET / HTTP/1.1\r\nX-Long: "])
def test_a_head_without_end_is_refused(running: Running, start: bytes) -> None:
    answer = exchange(running, start, *[b"x" * 10_000] * 200)
    assert answer.startswith(b"HTTP/1.1 400 ") or answer == b""
    assert running.view("/a").status_code == 202


def test_a_long_head_within_the_bound_is_read(running: Running) -> None:
    answer = exchange(running, post(running, b"path=/a&x=" + b"y" * (MOST_HEAD_BYTES - 2_000)))
    assert answer.startswith(b"HTTP/1.1 202 ")


@pytest.mark.parametrize("request_bytes", [b"\x16\x03\x01\x00", b"hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_what_is_no_http_troubles_nobody(
    running: Running, request_bytes: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert exchange(running, request_bytes).startswith(b"HTTP/1.1 400 ")
    assert "127.0.0.1" not in caplog.text
