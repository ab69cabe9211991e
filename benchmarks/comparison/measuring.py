"""Asking one engine everything, in bounded time."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.comparison.plan import can_answer
from benchmarks.dataset import Dataset
from benchmarks.engines import Engine
from benchmarks.questions import Asked
from benchmarks.samples import Samples
from benchmarks.worker import TooSlowError, Worker, opened


@dataclass(frozen=True, slots=True)
class Limits:
    """Nobody waits longer than `answer_seconds` for an answer. It is asked for until `times` or `seconds` is over."""

    answer_seconds: float
    times: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """`waits` in seconds; None where the engine was cut off or not asked, and `why` says so."""

    asked: Asked
    answer: dict[str, Any] | None
    waits: Samples | None
    why: str = ""

    @property
    def bound(self) -> str:
        """The same in short: how long it took at the least."""
        return self.why.removeprefix(_NOT_ASKED)


_NOT_ASKED = "not asked: a smaller one took "

Check = Callable[[Worker, Asked, float], tuple[Asked, float, dict[str, Any]]]
"""Asks for the first time; gives what was asked in the end, the seconds and the answer."""


def measure(
    engine: Engine, data: Dataset, folder: Path, plan: Iterable[Asked], limits: Limits, first: Check
) -> list[Measured]:
    """In the order of the plan. After an answer that took too long, what is harder is not asked."""
    found: list[Measured] = []
    waiting = [asked for asked in plan if can_answer(engine, asked)]
    while waiting:
        with opened(engine.name, data, folder) as worker:
            while waiting:
                asked = waiting.pop(0)
                result = _skipped(asked, found, limits) or _measured(worker, asked, limits, first)
                found.append(result)
                if result.waits is None and result.why == _late(limits):
                    break  # the worker is busy with an answer that nobody waits for
    return found


def _measured(worker: Worker, asked: Asked, limits: Limits, first: Check) -> Measured:
    try:
        asked, seconds, answer = first(worker, asked, limits.answer_seconds)
        waits = [seconds] if seconds > limits.seconds else []
        began = time.perf_counter()
        while len(waits) < limits.times and (not waits or time.perf_counter() - began < limits.seconds):
            if sum(waits) > limits.seconds:
                break
            again = msgspec.structs.replace(asked, number=len(waits) + 1)
            waits.append(worker.ask(again, limits.answer_seconds * 2)[0])
    except TooSlowError:
        return Measured(asked, None, None, _late(limits))
    return Measured(asked, answer, Samples(tuple(waits)))


def _skipped(asked: Asked, found: Sequence[Measured], limits: Limits) -> Measured | None:
    """What is at least as hard as something that took too long."""
    for other in found:
        easier = other.asked.site.hits <= asked.site.hits and other.asked.days <= asked.days
        if other.waits is None and easier and other.asked.question == asked.question:
            return Measured(asked, None, None, f"{_NOT_ASKED}{_late(limits)}")
    return None


def _late(limits: Limits) -> str:
    return f"over {limits.answer_seconds:g} s"
