"""The thread that monitors, in the process that does nothing else."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING

from engine.registry.registry import Registry
from schemas.errors import HitlakeError

if TYPE_CHECKING:
    from server.uptime.rounds import Rounds

LOGGER = logging.getLogger("hitlake")

TICK_SECONDS = 1.0
LOOKING_THREADS = 32
"""For names that are looked up and e-mails that are sent; a name server that hangs holds up a thread for seconds."""

BuildRounds = Callable[[Executor], "Rounds"]


class Monitoring:
    """Runs while the context lasts. `build` is called in the thread, once there is something to do."""

    def __init__(
        self,
        registry: Registry,
        build: BuildRounds,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        self._registry, self._build, self._tick_seconds = registry, build, tick_seconds
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="hitlake-monitoring", daemon=True)
        self._trouble = ""

    def __enter__(self) -> "Monitoring":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        lookers = ThreadPoolExecutor(LOOKING_THREADS, "hitlake-looking")
        self._loop.set_default_executor(lookers)
        try:
            with ThreadPoolExecutor(1, "hitlake-monitoring-keeper") as keeper:
                self._loop.run_until_complete(self._watch(keeper))
        finally:
            # One that hangs in a name look-up changes nothing any more.
            lookers.shutdown(wait=False, cancel_futures=True)
            self._loop.close()

    async def _watch(self, keeper: Executor) -> None:
        rounds: Rounds | None = None
        while not self._stopping.is_set():
            try:
                if rounds is None and await self._loop.run_in_executor(keeper, self._is_anything_due):
                    rounds = self._build(keeper)
                if rounds is not None:
                    await rounds.start_due()
            except Exception as error:  # noqa: BLE001
                # A database that is busy now may not be so in a moment; the thread must outlive it.
                self._tell(error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._tick_seconds)
        if rounds is not None:
            await rounds.stop()

    def _is_anything_due(self) -> bool:
        return bool(self._registry.monitors.due(1) or self._registry.outbox.due())

    def _tell(self, error: Exception) -> None:
        """Once, and not every second."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            LOGGER.warning("monitoring: %s", error, exc_info=None if isinstance(error, HitlakeError) else error)
