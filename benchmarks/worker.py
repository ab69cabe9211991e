"""An engine in a process of its own: its memory is its own, and it can be stopped when an answer takes too long."""

import multiprocessing
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.dataset import Dataset
from benchmarks.engines import engine_named
from benchmarks.questions import Asked

OPEN_SECONDS = 300.0
LOAD_SECONDS = 36_000.0
_KILL_AFTER_SECONDS = 20.0


class TooSlowError(Exception):
    """No answer within the limit; the engine is not to be asked any more."""


class Worker:
    def __init__(self, work: Callable[..., None], *args: object) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_run, args=(theirs, work, *args))
        self._process.start()
        theirs.close()
        self._is_late = False

    def ask(self, asked: Asked, limit_seconds: float) -> tuple[float, dict[str, Any]]:
        """Seconds, and the answer. Raises TooSlowError, RuntimeError with what the engine raised."""
        self._pipe.send(asked)
        seconds, answer = self.received(limit_seconds)
        return seconds, answer

    def received(self, limit_seconds: float) -> Any:
        if not self._pipe.poll(limit_seconds):
            self._is_late = True
            raise TooSlowError
        try:
            good, result = self._pipe.recv()
        except EOFError:
            raise RuntimeError("the engine's process ended") from None
        if not good:
            raise RuntimeError(result)
        return result

    def stop(self) -> None:
        """Lets it close what it holds; kills it where it does not come to that, as in the middle of a long answer."""
        self._pipe.close()
        if self._is_late:
            self._process.terminate()
        self._process.join(_KILL_AFTER_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def load(engine: str, data: Dataset, folder: Path) -> float:
    """Seconds that the engine took to take the hits in."""
    worker = Worker(_load, engine, data, folder)
    try:
        return float(worker.received(LOAD_SECONDS))
    finally:
        worker.stop()


@contextmanager
def opened(engine: str, data: Dataset, folder: Path) -> Iterator[Worker]:
    worker = Worker(_serve, engine, data, folder)
    try:
        worker.received(OPEN_SECONDS)
        yield worker
    finally:
        worker.stop()


def _run(pipe: Connection, work: Callable[..., None], *args: object) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work(pipe, *args)
    except Exception:  # noqa: BLE001 - told to the process that waits for it
        pipe.send((False, traceback.format_exc()))


def _load(pipe: Connection, engine: str, data: Dataset, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    engine_named(engine).load(data, folder)
    pipe.send((True, time.perf_counter() - began))


def _serve(pipe: Connection, engine: str, data: Dataset, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with engine_named(engine).opened(data, folder) as session:
        pipe.send((True, None))
        while (asked := _next_asked(pipe)) is not None:
            began = time.perf_counter()
            answer = session.ask(asked)
            pipe.send((True, (time.perf_counter() - began, answer)))


def _next_asked(pipe: Connection) -> Asked | None:
    """None where nobody is there any more to ask."""
    try:
        asked: Asked = pipe.recv()
    except EOFError:
        return None
    return asked
