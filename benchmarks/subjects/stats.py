"""API v2 over HTTP on one site of a million hits in 90 days."""

import time

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


def run(bench: Bench) -> Report:
    data, hits = bench.folder("data"), bench.size(HITS)
    site = filled.make(data, hits, DAYS)
    with running(data, site) as engine:
        found = {question: _waits_ms(engine, question, bench.size(TIMES)) for question in QUESTIONS}
        rss = engine.process.rss_bytes
    stats = found[QUESTIONS[0]]
    return Report(
        f"Questions over HTTP, {hits:,} hits in {DAYS} days",
        (
            Table(
                ("question", "first ms", "median ms", "p95 ms"),
                tuple(
                    (question.name, waits.values[0], waits.median, waits.percentile(95))
                    for question, waits in found.items()
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


def _waits_ms(engine: Hitlake, question: Question, times: int) -> Samples:
    waits = []
    for _ in range(times):
        began = time.perf_counter()
        engine.ask(question)
        waits.append((time.perf_counter() - began) * 1000)
    return Samples(tuple(waits))


SUBJECT = Subject("stats", "the answers of API v2 on a million hits", run)
