"""Threads for work beside the event loop, and pools for what it hands over."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self


class Lasting:
    """A thread that lasts as long as the context: `run` is to return soon after `stopping` is set."""

    def __init__(self, name: str) -> None:
        self.stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._thread.join()

    def run(self) -> None:
        raise NotImplementedError


def started_pool(threads: int, name: str, begin: Callable[[], object] = lambda: None) -> ThreadPoolExecutor:
    """A pool whose threads are all there; each of them calls `begin` first.

    One that starts them when they are wanted lets the event loop wait until the new thread has had a core and the
    interpreter's lock: half a second was seen where others compute.
    """
    pool = ThreadPoolExecutor(threads, name, begin)
    met = threading.Barrier(threads + 1)
    for _ in range(threads):
        pool.submit(met.wait)
    met.wait()
    return pool
