"""Questions that take their time, found off the event loop: bounded in number and in how long one waits."""

import asyncio
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from engine.priority import give_way
from schemas.errors import BusyError
from server.threads import started_pool

P = ParamSpec("P")
T = TypeVar("T")

ASKING_THREADS = 32
"""More than questions at a time: what waits for its turn is refused after some seconds, and waits in a thread."""

MOST_WAITING = 256
"""More are refused at once: each holds a request, and none of them would get its turn in time."""

WAIT_SECONDS = 5.0
"""For a thread. Who waited for longer is refused: whoever asked may not be there any more."""

BUSY = "too many questions are being answered"


class Asking:
    """Use as a context manager. Thread-safe."""

    def __init__(
        self, threads: int = ASKING_THREADS, most_waiting: int = MOST_WAITING, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._executor = started_pool(threads, "hitlake-ask", give_way)
        self._most, self._wait_seconds = threads + most_waiting, wait_seconds
        self._counting = threading.Lock()
        self.refused = 0
        self._count = 0

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown()

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer. Raises BusyError where it would come too late, and what the question raises."""
        with self._counting:
            if self._count >= self._most:
                self.refused += 1
                raise BusyError(BUSY)
            self._count += 1
        answer = self._executor.submit(self._answer, time.monotonic(), partial(question, *args, **kwargs))
        # Not when the request ends: one that is given up still has its question.
        answer.add_done_callback(self._leave)
        return await asyncio.wrap_future(answer)

    def _answer(self, asked_at: float, question: Callable[[], T]) -> T:
        if time.monotonic() - asked_at > self._wait_seconds:
            with self._counting:
                self.refused += 1
            raise BusyError(BUSY)
        return question()

    def _leave(self, _: object) -> None:
        with self._counting:
            self._count -= 1
