"""Work for single sites that may take long, beside what must not wait for it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

MOST = 4
"""Sites at once: a model that takes a minute for each is asked by no more."""


class Background:
    """To be used by one thread; the work runs in others."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST, "hitlake-wording")
        self._running: dict[int, Future[object]] = {}

    def start(self, site_id: int, work: Callable[[], object]) -> None:
        """As soon as there is room; `work` is one that raises nothing."""
        self._running[site_id] = self._pool.submit(work)

    def is_busy(self, site_id: int) -> bool:
        """Whether what was started for the site is not done."""
        running = self._running.get(site_id)
        return running is not None and not running.done()

    def settle(self) -> None:
        wait(self._running.values())

    def stop(self) -> None:
        """Waits for what runs; what has not begun never does."""
        self._pool.shutdown(cancel_futures=True)
