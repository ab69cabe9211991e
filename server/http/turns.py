"""Requests are begun some at a time, so that many of one moment do not hold up the others, nor the loop itself."""

import asyncio
from collections import deque
from collections.abc import Callable

AT_ONCE = 32
"""In one turn of the event loop. Answering 300 that came together, a third of a millisecond each, took 0.1 s of it."""


class Turns:
    """To be used in one event loop, by all its connections. What is too much for a turn is begun in the next ones."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._begun = 0
        self._waiting: deque[Callable[[], object]] = deque()

    def begin(self, work: Callable[[], object]) -> None:
        """Calls `work` now or in a later turn, in the order in which it came."""
        if not self._begun:
            self._loop.call_soon(self._next)
        if self._begun < AT_ONCE:
            self._begun += 1
            work()
        else:
            self._waiting.append(work)

    def _next(self) -> None:
        self._begun = min(AT_ONCE, len(self._waiting))
        if self._begun:
            self._loop.call_soon(self._next)
        for _ in range(self._begun):
            self._waiting.popleft()()
