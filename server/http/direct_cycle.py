"""What stands where uvicorn has its cycle of request and answer, for a request that is answered directly."""

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

if TYPE_CHECKING:
    from server.http.protocol import Protocol


class _NoEvent:
    def set(self) -> None:
        """Nobody waits for it."""


class DirectCycle:
    """Has what uvicorn's protocol asks of its own."""

    __slots__ = ("_protocol", "body", "disconnected", "keep_alive", "more_body", "response_complete")

    message_event = _NoEvent()

    def __init__(self, protocol: "Protocol") -> None:
        self._protocol = protocol
        self.body = b""
        self.disconnected = self.more_body = self.response_complete = False
        self.keep_alive = True

    @property
    def response_started(self) -> bool:
        return self.response_complete

    def send(self, status: int, rest: bytes) -> None:
        """`rest` is the headers but for the date, and the body."""
        if self.response_complete:
            return
        self.response_complete = True
        protocol = self._protocol
        if self.disconnected or protocol.transport.is_closing():
            return
        date = b"".join(b"%s: %s\r\n" % header for header in protocol.server_state.default_headers)
        protocol.transport.write(STATUS_LINE[status] + date + rest)
        if not self.keep_alive:
            protocol.transport.close()
        protocol.on_response_complete()
