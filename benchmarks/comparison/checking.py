"""Every engine has to give Hitlake's answer; otherwise nothing is printed."""

import time
from collections.abc import Iterable
from typing import Any

import msgspec

from benchmarks.comparison.measuring import Check, Measured
from benchmarks.questions import Asked, question_named
from benchmarks.worker import Worker

_TRIES = 50
Key = tuple[str, int, int]


class UnequalAnswersError(Exception):
    """An engine answered otherwise than Hitlake."""


def key_of(asked: Asked) -> Key:
    return asked.question, asked.site.site_id, asked.days


def first_of_hitlake(witness: Worker) -> Check:
    """Hitlake is the only one that looks at the clock itself, so that of a moving answer the time has to be found out.

    The witness answers as of just before and just after: when both are the same, then so has Hitlake's to be.
    """

    def first(worker: Worker, asked: Asked, limit_seconds: float) -> tuple[Asked, float, dict[str, Any]]:
        if not question_named(asked.question).moving:
            return (asked, *worker.ask(asked, limit_seconds))
        for _ in range(_TRIES):
            before = msgspec.structs.replace(asked, now_ms=_now_ms())
            seconds, answer = worker.ask(asked, limit_seconds)
            after = msgspec.structs.replace(asked, now_ms=_now_ms())
            if witness.ask(before, limit_seconds)[1] == witness.ask(after, limit_seconds)[1]:
                return before, seconds, answer
        raise RuntimeError(f"{asked.question}: the answer changes faster than it can be asked for")

    return first


def first_like(reference: dict[Key, Measured], engine: str) -> Check:
    """Asks as of the reference's moment and holds the answer against the reference's."""

    def first(worker: Worker, asked: Asked, limit_seconds: float) -> tuple[Asked, float, dict[str, Any]]:
        known = reference.get(key_of(asked))
        if known is not None:
            asked = msgspec.structs.replace(asked, now_ms=known.asked.now_ms)
        seconds, answer = worker.ask(asked, limit_seconds)
        if known is not None and known.answer is not None and known.answer != answer:
            raise UnequalAnswersError(
                f"{asked.question}, {asked.days} days, site of {asked.site.hits:,} hits:\n"
                f"Hitlake says {known.answer}\n{engine} says {answer}"
            )
        return asked, seconds, answer

    return first


def referred(measured: Iterable[Measured]) -> dict[Key, Measured]:
    return {key_of(one.asked): one for one in measured}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
