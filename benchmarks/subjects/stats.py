"""API v2 over HTTP on one site of a million hits in 90 days."""

import time
from dataclasses import dataclass

from benchmarks import filled
from benchmarks.engines.hitlake import Hitlake, running
from benchmarks.questions import QUESTIONS, Question
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject

HITS = 1_000_000
DAYS = 90
TIMES = 100
WANTED_MS = 30.0


@dataclass(frozen=True, slots=True)
class _Answers:
    first_ms: float
    waits: Samples
    """Of those after the first one, in ms."""
    cpu_ms: float
    """Of the server's processor time, each."""


def run(bench: Bench) -> Report:
    data, hits = bench.folder("data"), bench.size(HITS)
    site = filled.make(data, hits, DAYS)
    with running(data, site) as engine:
        found = {question: _answers(engine, question, bench.size(TIMES)) for question in QUESTIONS}
        rss = engine.process.rss_bytes
    stats = found[QUESTIONS[0]].waits
    return Report(
        f"Questions over HTTP, {hits:,} hits in {DAYS} days",
        (
            Table(
                ("question", "first ms", "median ms", "p95 ms", "CPU ms"),
                tuple(
                    (
                        question.name,
                        answers.first_ms,
                        answers.waits.median,
                        answers.waits.percentile(95),
                        answers.cpu_ms,
                    )
                    for question, answers in found.items()
                ),
            ),
        ),
        (
            Target(
                QUESTIONS[0].name,
                f"median at most {WANTED_MS:g} ms",
                f"{stats.median:.1f} ms",
                stats.median <= WANTED_MS,
            ),
        ),
        (
            "The target is set for 10 million hits. One client, one request after the other.",
            "Today is not closed, and holds a day's share of the hits.",
            f"The server took {rss / 1e6:.0f} MB afterwards.",
        ),
    )


def _answers(engine: Hitlake, question: Question, times: int) -> _Answers:
    first_ms = _wait_ms(engine, question)
    cpu_before = engine.process.cpu_seconds
    waits = Samples(tuple(_wait_ms(engine, question) for _ in range(times)))
    return _Answers(first_ms, waits, (engine.process.cpu_seconds - cpu_before) * 1000 / times)


def _wait_ms(engine: Hitlake, question: Question) -> float:
    began = time.perf_counter()
    engine.ask(question)
    return (time.perf_counter() - began) * 1000


SUBJECT = Subject("stats", "the answers of API v2 on a million hits", run)
