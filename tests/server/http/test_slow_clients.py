"""Clients that take their time, send what nobody wants, or do not take what they asked for."""

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from server.app import App
from server.http.patience import GRACE_SECONDS, IDLE_SECONDS
from server.http.protocol import Protocol
from server.http.routing import Router
from server.routes import ROUTES
from server.serving import bound_socket, http_server
from tests.server.conftest import Clock, running_server


@dataclass
class Listening:
    server: uvicorn.Server
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def connection(self) -> Protocol:
        """The server's side of the only connection."""
        (found,) = wait_for(lambda: list(self.server.server_state.connections))
        assert isinstance(found, Protocol)
        return found

    def look_after(self, seconds: float) -> None:
        """As if so much time had gone by since the last look."""
        connection = self.connection()

        def look() -> None:
            now = connection.loop.time()
            connection.look(now)
            connection.look(now + seconds)

        connection.loop.call_soon_threadsafe(look)


def wait_for(find: Callable[[], list[object]]) -> list[object]:
    deadline = time.monotonic() + 20
    while not (found := find()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)
    return found


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Listening]:
    with running_server(tmp_path, Clock()) as (app, _), bound_socket("127.0.0.1", 0) as listener:
        yield from _served(app, listener)


def _served(app: App, listener: socket.socket) -> Iterator[Listening]:
    listener.listen()
    server = http_server(Router(ROUTES, app))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield Listening(server, listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


def rest_of(connection: socket.socket) -> bytes:
    answer = b""
    try:
        while piece := connection.recv(65536):
            answer += piece
    except ConnectionResetError:
        pass
    return answer


def received(listening: Listening) -> list[object]:
    connection = listening.connection()
    return [True] if connection._head_bytes or connection._requests else []


@pytest.mark.parametrize(
    "start", [b"POST /coll", b"POST /collector/x HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"]
)
def test_a_request_that_does_not_come_to_its_end_is_given_up(listening: Listening, start: bytes) -> None:
    with listening.connect() as client:
        client.sendall(start)
        wait_for(lambda: received(listening))
        listening.look_after(GRACE_SECONDS - 1)
        assert select.select([client], [], [], 0.1) == ([], [], [])
        listening.look_after(GRACE_SECONDS + 1)
        assert rest_of(client).startswith(b"HTTP/1.1 408 ")


def test_a_connection_that_asks_nothing_is_closed(listening: Listening) -> None:
    with listening.connect() as client:
        listening.look_after(GRACE_SECONDS + 1)
        assert rest_of(client) == b""


def test_a_connection_is_kept_between_requests_and_not_for_ever(listening: Listening) -> None:
    with listening.connect() as client:
        for _ in range(2):
            client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
            listening.look_after(IDLE_SECONDS - 1)
        listening.look_after(IDLE_SECONDS + 1)
        assert rest_of(client) == b""


@pytest.mark.parametrize("coding", [b"Content-Length: 104857600", b"Transfer-Encoding: chunked"])
def test_a_huge_body_is_refused_long_before_its_end(listening: Listening, coding: bytes) -> None:
    piece = b"x" * 65536
    framed = piece if b"Length" in coding else b"10000\r\n" + piece + b"\r\n"
    with listening.connect() as client:
        client.sendall(b"POST /collector/x HTTP/1.1\r\nHost: x\r\n" + coding + b"\r\n\r\n")
        sent = 0
        while sent < 104_857_600 and not select.select([client], [], [], 0)[0]:
            sent += client.send(framed) and len(piece)
        assert client.recv(65536).startswith(b"HTTP/1.1 413 ")
        assert sent < 50_000_000
        client.settimeout(0.2)
        taken = 0
        try:
            while taken < 100_000_000:
                taken += client.send(piece)
        except OSError:
            pass
        assert taken < 50_000_000


def test_who_does_not_take_the_answer_is_let_go(listening: Listening) -> None:
    with listening.connect() as client:
        transport = listening.connection().transport
        for end, size in ((client, socket.SO_RCVBUF), (transport.get_extra_info("socket"), socket.SO_SNDBUF)):
            end.setsockopt(socket.SOL_SOCKET, size, 4096)
        client.sendall(b"GET /assets/any/style.css HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
        wait_for(lambda: [True] if transport.get_write_buffer_size() else [])
        listening.look_after(GRACE_SECONDS + 1)
        wait_for(lambda: [] if listening.server.server_state.connections else [True])


def test_more_connections_than_there_may_be_are_turned_away(
    listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Protocol, "most_connections", 1)
    with listening.connect() as first, listening.connect() as second:
        assert rest_of(second).startswith(b"HTTP/1.1 503 ")
        first.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert first.recv(65536).startswith(b"HTTP/1.1 200 ")
