"""Work on DATA that a running server does, or this process where there is none."""

import time
from collections.abc import Callable

from engine.registry.registry import Registry
from engine.storage.lake import Lake
from schemas.errors import BusyError, ConflictError
from server.foundations import opened_lake
from server.settings import Settings

LOOK_SECONDS = 0.1
WAIT_SECONDS = 120
"""A server that closes a large day comes to other work after that."""


def do_or_wait(
    settings: Settings, registry: Registry, work: Callable[[Lake], object], is_done: Callable[[], bool]
) -> None:
    """Raises BusyError where a server holds DATA and does not come to it, OSError."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_done():
        try:
            lake = opened_lake(settings, registry, lambda: time.time_ns() // 1_000_000)
        except ConflictError as error:
            if time.monotonic() > deadline:
                raise BusyError(f"{error}; it has not come to this within {WAIT_SECONDS} s, but will") from error
            time.sleep(LOOK_SECONDS)
        else:
            with lake:
                work(lake)
            return
