"""What HTTP is read as: uvicorn's protocol, with bounds on heads, bodies and time, and an ear for older scripts."""

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from server.http.direct import Direct, Start
from server.http.direct_cycle import DirectCycle
from server.http.patience import Patience, Stage
from server.http.turns import Turns

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

MOST_HEAD_BYTES = 65_536
"""Request line and headers; a script sends a few kilobytes at most."""

MOST_UNREAD_BYTES = 1_000_000
"""Of a body that is not wanted: so much is still taken, so that the client gets to read why."""

LINGER_SECONDS = 2.0

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def _refusal(status: bytes, text: bytes) -> bytes:
    """A whole answer, after which the connection is closed."""
    body = b'{"error":"%s"}' % text
    headers = b"connection: close\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)
    return b"HTTP/1.1 " + status + b"\r\n" + headers + body


_TOO_SLOW = _refusal(b"408 Request Timeout", b"the request took too long to arrive")
_TOO_MANY = _refusal(b"503 Service Unavailable\r\nretry-after: 5", b"too many connections are open")


class Protocol(HttpToolsProtocol):
    """uvicorn's parser puts no bound on the head, and refuses a request line that is not ASCII.

    uvicorn has one timeout, for the time between two requests; `look` sees to that and the others.
    """

    most_connections = 10_000
    """More are turned away."""

    _head_bytes = 0
    """Bytes of a head that is not complete yet; -1 while a body is read."""
    _body_bytes = 0
    _requests = 0
    _lingers_until: float | None = None
    """The answer is out and the body is not in: what comes is thrown away until the client had time to read."""
    _patience: Patience

    def __init__(self, *args: Any, turns: Turns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns = turns

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._patience = Patience(self.loop.time())
        self._direct: Direct | None = getattr(self.app, "direct", None)
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            transport.write(_TOO_MANY)
            transport.close()

    def data_received(self, data: bytes) -> None:
        if self._lingers_until is not None:
            self._throw_away(len(data))
            return
        if self._head_bytes == 0 and not data.isascii():
            data = _escaped_request_line(data)
        if self._head_bytes >= 0:
            self._head_bytes += len(data)
        else:
            self._body_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response(f"The head of the request is over {MOST_HEAD_BYTES} bytes.")

    def on_message_begin(self) -> None:
        # uvicorn makes a scope here, which a request that is answered directly does without.
        self.url = b""
        self.expect_100_continue = False
        self.headers = []

    def on_headers_complete(self) -> None:
        self._requests += 1
        start = self._find_direct()
        if start is not None:
            self._head_bytes = 0
            cycle = DirectCycle(self)
            self.cycle = cycle  # type: ignore[assignment]
            start(cycle.send)
            return
        self._head_bytes = -1
        self._body_bytes = 0
        url, headers = self.url, self.headers
        super().on_message_begin()
        self.url = url
        self.headers += headers  # the scope has this list
        self.expect_100_continue = any(
            name == b"expect" and value.lower() == b"100-continue" for name, value in headers
        )
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head_bytes = 0
        cycle: object = self.cycle
        if type(cycle) is not DirectCycle:
            super().on_message_complete()

    def _find_direct(self) -> Start | None:
        """What answers a request on a connection that waits for no other answer and stays open."""
        parser, cycle = self.parser, self.cycle
        if self._direct is None or not (cycle is None or cycle.response_complete):
            return None
        if not parser.should_keep_alive() or parser.should_upgrade() or parser.get_http_version() != "1.1":
            return None
        return self._direct.find(parser.get_method(), self.url, self.headers, self.client)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: "ASGI3Application") -> None:
        self._turns.begin(partial(super()._start_asgi_task, cycle, app))

    def on_response_complete(self) -> None:
        if self._is_long_unread() and not self.transport.is_closing() and not self.pipeline:
            self._linger()
        elif self.pipeline:
            super().on_response_complete()
        else:
            # One look a second at all connections costs less than a timer for each of them after each request.
            self.server_state.total_requests += 1
            if not self.transport.is_closing():
                self.flow.resume_reading()

    def look(self, now: float) -> None:
        """Closes the connection where the client takes too long. To be called every second or so."""
        if self.transport.is_closing():
            if self._patience.is_over(Stage.TAKING, self._requests, self._unsent(), now):
                self.transport.abort()
        elif self._lingers_until is not None:
            if now > self._lingers_until:
                self.transport.abort()
        elif self._patience.is_over(*self._stage(), now):
            self._give_up()

    def _stage(self) -> tuple[Stage, int, int]:
        unsent = self._unsent()
        if unsent:
            return Stage.TAKING, self._requests, unsent
        if self._head_bytes == -1:
            return Stage.BODY, self._requests, self._body_bytes
        if self._head_bytes > 0 or not self._requests:
            return Stage.HEAD, self._requests, self._head_bytes
        if self.cycle is not None and not self.cycle.response_complete:
            return Stage.ANSWER, self._requests, 0
        return Stage.IDLE, self._requests, 0

    def _unsent(self) -> int:
        return self.transport.get_write_buffer_size()

    def _give_up(self) -> None:
        stage = self._patience.stage
        if stage is Stage.TAKING:
            self.transport.abort()
            return
        answered = self.cycle is not None and self.cycle.response_started
        if (stage is Stage.HEAD and self._head_bytes > 0) or (stage is Stage.BODY and not answered):
            self.transport.write(_TOO_SLOW)
        self.transport.close()

    def _is_long_unread(self) -> bool:
        """The rest of a short body may still come: the client takes the connection for one that it can use again."""
        if self._head_bytes != -1:
            return False
        length = dict(self.headers).get(b"content-length", b"")
        return self.expect_100_continue or not length.isdigit() or int(length) > MOST_UNREAD_BYTES

    def _linger(self) -> None:
        """Closing at once would reset the connection, and the client might never read the answer."""
        self._lingers_until = self.loop.time() + LINGER_SECONDS
        self._body_bytes = 0
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def _throw_away(self, count: int) -> None:
        self._body_bytes += count
        if self._body_bytes > MOST_UNREAD_BYTES:
            self.transport.pause_reading()


def _escaped_request_line(data: bytes) -> bytes:
    line, end, rest = data.partition(b"\r\n")
    return _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line) + end + rest
