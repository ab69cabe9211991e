"""Pools of threads for work that the event loop hands over."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


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
