"""Connections are taken some at a time, so that a burst of them does not hold up those that are there."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

_LOG = logging.getLogger(__name__)

AT_ONCE = 32
"""In one turn of the event loop. uvloop takes all that wait: 2,000 of one moment held the others up for over 0.1 s."""

PAUSE_SECONDS = 0.5
"""Where the system gives no more files: what waits for a connection goes on waiting."""


HANDSHAKE_SECONDS = 10.0
"""For a client to agree on a key."""


class Accepting:
    """Takes connections of a listening socket from `start` to `stop`, both called in the event loop."""

    def __init__(
        self,
        listener: socket.socket,
        make_protocol: Callable[[], asyncio.Protocol],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._listener, self._make_protocol, self._tls = listener, make_protocol, tls
        self._loop = asyncio.get_running_loop()
        self._opening: set[asyncio.Task[object]] = set()
        self._pause: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._pause = None
        self._listener.setblocking(False)
        self._loop.add_reader(self._listener, self._accept)

    def stop(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
        self._loop.remove_reader(self._listener)

    def _accept(self) -> None:
        for _ in range(AT_ONCE):
            try:
                connection, _ = self._listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                _LOG.warning("no connection can be taken for a moment: %s", error.strerror)
                self._loop.remove_reader(self._listener)
                self._pause = self._loop.call_later(PAUSE_SECONDS, self.start)
                return
            task: asyncio.Task[object] = self._loop.create_task(self._open(connection))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _open(self, connection: socket.socket) -> None:
        # A client that is gone already is no news, nor is one that speaks no TLS.
        with suppress(OSError):
            await self._loop.connect_accepted_socket(
                self._make_protocol,
                connection,
                ssl=self._tls,
                ssl_handshake_timeout=HANDSHAKE_SECONDS if self._tls else None,
            )
