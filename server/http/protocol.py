"""What HTTP is read as: uvicorn's protocol, with a bound on the head and an ear for older scripts."""

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 65_536
"""Request line and headers; a script sends a few kilobytes at most."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class Protocol(HttpToolsProtocol):
    """uvicorn's parser puts no bound on the head, and refuses a request line that is not ASCII."""

    _head_bytes = 0
    """Bytes of a head that is not complete yet; -1 while a body is read."""

    def data_received(self, data: bytes) -> None:
        if self._head_bytes == 0 and not data.isascii():
            data = _escaped_request_line(data)
        if self._head_bytes >= 0:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response(f"The head of the request is over {MOST_HEAD_BYTES} bytes.")

    def on_headers_complete(self) -> None:
        self._head_bytes = -1
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head_bytes = 0
        super().on_message_complete()


def _escaped_request_line(data: bytes) -> bytes:
    line, end, rest = data.partition(b"\r\n")
    return _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line) + end + rest
