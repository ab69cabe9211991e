"""The server process: from a free port to the last hit kept."""

import asyncio
import errno
import gc
import math
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from engine.measures import Histogram
from schemas.errors import BadInputError
from server.app import App, opened_app
from server.health.watch import STALL_SECONDS
from server.http.accepting import Accepting
from server.http.protocol import Protocol
from server.http.routing import Router
from server.http.tls import Tls, opened_tls
from server.http.turns import Turns
from server.logs import configure_logs
from server.routes import ROUTES
from server.settings import Settings

BACKLOG = 2048
"""Connections that may wait to be accepted; a burst of visitors comes in the same moment."""

TICK_SECONDS = 0.1
"""As uvicorn has it."""

LOOK_TICKS = 10
"""From one look at all connections to the next."""

SWITCH_SECONDS = 0.002
"""After which a thread that computes lets others go on. Python's own 5 ms make a commit beside two busy threads last
27 ms; at 1 ms it lasts 8, and a hit costs 4 microseconds more for all the switching."""

COLLECTED_AFTER = (10_000, 20, 50)
"""Objects that are new, then collections of the younger ones, after which the garbage collector looks at all there are.

With Python's own numbers it looked at all of a server with 2,000 connections three times a second while batches were
read, for 20 to 50 ms of processor time each, and nobody else can go on meanwhile. Hardly anything here needs it.
"""

STOP_SECONDS = 10
"""For requests that are under way when the server is to stop."""


def raise_file_limit() -> None:
    """Every connection is an open file, and many systems let a program have 1,024 unless it asks for more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def serve(settings: Settings, announce: Callable[[App, str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM. `announce` is called with the server's address once connections are taken.

    Raises BadInputError for an address that cannot be listened on, and what `opened_app` raises.
    """
    configure_logs(settings.log_level)
    raise_file_limit()
    tls = opened_tls(settings.tls_certificate, settings.tls_key)
    sys.setswitchinterval(SWITCH_SECONDS)
    with (
        _restored_signals(),
        bound_socket(settings.host, settings.port) as listener,
        opened_app(settings, _now_ms, os.urandom) as app,
    ):
        server = http_server(Router(ROUTES, app), app.watch.stalls, tls)
        _stop_on_signals(server)
        listener.listen(BACKLOG)
        announce(app, address_of(listener, "https" if tls else "http"))
        with _seldom_collected():
            server.run([listener])


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class Server(uvicorn.Server):
    """Takes connections in turns, measures how late its loop is, and looks at its connections at each tick."""

    def __init__(self, config: uvicorn.Config, stalls: Histogram, tls: Tls | None) -> None:
        super().__init__(config)
        self._stalls, self._tls = stalls, tls
        self._due = math.inf
        self._accepting: list[Accepting] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        loop = asyncio.get_running_loop()
        make_protocol = partial(
            Protocol,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
            _loop=loop,
            turns=Turns(loop),
        )
        context = self._tls.context if self._tls else None
        self._accepting = [Accepting(listener, make_protocol, context) for listener in sockets or ()]
        for accepting in self._accepting:
            accepting.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for accepting in self._accepting:
            accepting.stop()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        self._stalls.observe(max(0.0, time.monotonic() - self._due))
        if counter % LOOK_TICKS == 0:
            self._look()
        ends = await super().on_tick(counter)
        self._due = time.monotonic() + TICK_SECONDS
        return ends

    def _look(self) -> None:
        if self._tls is not None:
            self._tls.look()
        now = asyncio.get_running_loop().time()
        for connection in list(self.server_state.connections):
            if isinstance(connection, Protocol):
                connection.look(now)


def http_server(application: ASGIApp, stalls: Histogram | None = None, tls: Tls | None = None) -> uvicorn.Server:
    """`run([listener])` serves until it is told to stop. How late the loop was is put into `stalls`."""
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http=Protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return Server(config, stalls or Histogram(STALL_SECONDS), tls)


def bound_socket(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        taken = "; choose another one with --port" if error.errno == errno.EADDRINUSE else ""
        raise BadInputError(f"cannot listen on {host} port {port}: {error.strerror}{taken}") from error
    return listener


def address_of(listener: socket.socket, scheme: str = "http") -> str:
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


@contextmanager
def _seldom_collected() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.freeze()  # what is there by now stays, and needs not be looked through again and again
    gc.set_threshold(*COLLECTED_AFTER)
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()  # DuckDB's binding takes what stays frozen at the end for a leak, and says so at length


@contextmanager
def _restored_signals() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _stop_on_signals(server: uvicorn.Server) -> None:
    """Also before the server takes them over, and after: it raises them again when it is done.

    By default that would end the process before all is closed.
    """

    def stop(*_: object) -> None:
        server.should_exit = True

    for number in _STOPPING:
        signal.signal(number, stop)


_STOPPING = (signal.SIGINT, signal.SIGTERM)
