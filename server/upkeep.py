"""What the registry, and the room for a start, need done every now and then."""

import logging
from collections.abc import Callable
from contextlib import suppress

from engine.registry.registry import Registry
from engine.storage.reserve import Reserve
from schemas.errors import HitlakeError
from server.threads import Lasting

LOGGER = logging.getLogger("hitlake")

SAVE_SECONDS = 5.0
REFRESH_SECONDS = 0.25
SAVES_A_PURGE = 720
"""What has had its time is deleted once an hour."""


class Upkeep(Lasting):
    """What is counted is saved, and what has had its time deleted, while the context lasts."""

    def __init__(self, registry: Registry, reserve: Reserve, save_seconds: float = SAVE_SECONDS) -> None:
        super().__init__("hitlake-upkeep")
        self._registry, self._reserve = registry, reserve
        self._save_seconds = save_seconds

    def run(self) -> None:
        turn = 0
        while True:
            if turn % SAVES_A_PURGE == 0:
                _try(self._registry.forget, "delete what has had its time")
            _try(self._reserve.keep, "keep room for a start on a full disk")
            if self.stopping.wait(self._save_seconds):
                return
            _try(self._registry.save, "save what was counted")
            turn += 1


class Refreshing(Lasting):
    """Keeps the pictures of the registry fresh while the context lasts.

    Without it the event loop reads the database twice a second, and must get the interpreter's lock back after each of
    some ten calls, from threads that compute.
    """

    def __init__(self, registry: Registry, seconds: float = REFRESH_SECONDS) -> None:
        super().__init__("hitlake-refreshing")
        self._registry, self._seconds = registry, seconds

    def run(self) -> None:
        while not self.stopping.wait(self._seconds):
            # Whoever needs what cannot be read now is told so; here it would be logged four times a second.
            with suppress(HitlakeError, OSError):
                self._registry.refresh()


def _try(work: Callable[[], object], name: str) -> None:
    """A disk that is full now may not be so in a moment; the thread must outlive it."""
    try:
        work()
    except (HitlakeError, OSError) as error:
        LOGGER.warning("cannot %s: %s", name, error)
