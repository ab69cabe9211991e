"""What the registry needs done every now and then."""

import logging
import threading
from collections.abc import Callable

from engine.registry.registry import Registry
from schemas.errors import HitlakeError

LOGGER = logging.getLogger("hitlake")

SAVE_SECONDS = 5.0
SAVES_A_PURGE = 720
"""What has had its time is deleted once an hour."""


class Upkeep:
    """A thread that runs while the context lasts."""

    def __init__(self, registry: Registry, save_seconds: float = SAVE_SECONDS) -> None:
        self._registry = registry
        self._save_seconds = save_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hitlake-upkeep", daemon=True)

    def __enter__(self) -> "Upkeep":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        turn = 0
        while True:
            if turn % SAVES_A_PURGE == 0:
                _try(self._registry.forget, "delete what has had its time")
            if self._stopping.wait(self._save_seconds):
                return
            _try(self._registry.save, "save what was counted")
            turn += 1


def _try(work: Callable[[], object], name: str) -> None:
    """A disk that is full now may not be so in a moment; the thread must outlive it."""
    try:
        work()
    except (HitlakeError, OSError) as error:
        LOGGER.warning("cannot %s: %s", name, error)
