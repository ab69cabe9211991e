"""A site of a million different paths: what its numbers and lists of pages take."""

from datetime import UTC, datetime

from benchmarks import worker
from benchmarks.dataset import Dataset, SiteOfSize, write
from benchmarks.engines import HITLAKE
from benchmarks.questions import Asked
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject

PATHS = 1_000_000
HITS = 4_000_000
DAYS = 30
TIMES = 10
WANTED_SECONDS = 10.0
QUESTIONS = ("stats", "pageviews", "pageviews of a page", "hits by path", "leaderboard with a filter", "user journeys")


def run(bench: Bench) -> Report:
    paths, hits = bench.size(PATHS), bench.size(HITS)
    site = SiteOfSize(1, "paths.example", hits, paths)
    data = Dataset(str(bench.folder("raw")), (site,), datetime.now(UTC).date(), DAYS)
    write(data)
    folder = bench.folder("hitlake")
    load_seconds = worker.load(HITLAKE.name, data, folder)
    rows: list[tuple[str | float, ...]] = []
    with worker.opened(HITLAKE.name, data, folder) as engine:
        for question in QUESTIONS:
            first = engine.ask(Asked(question, site, DAYS, data.last_day), 60)[0]
            waits = tuple(
                engine.ask(Asked(question, site, DAYS, data.last_day, number=n + 1), 60)[0] * 1000
                for n in range(bench.rounds(TIMES))
            )
            rows.append((question, first * 1000, Samples(waits).median, Samples(waits).spread))
    slowest = max(float(row[2]) for row in rows) / 1000
    return Report(
        f"A site of {paths:,} paths: {hits:,} hits in {DAYS} days",
        (Table(("question", "first ms", "median ms", "spread"), tuple(rows)),),
        (
            Target(
                "every answer within the time limit of a question",
                f"at most {WANTED_SECONDS:g} s",
                f"{slowest:.2f} s",
                slowest <= WANTED_SECONDS,
                "reading the rollup rows of every path and day",
            ),
        ),
        (f"Loaded in {load_seconds:.0f} s: {hits / load_seconds:,.0f} hits a second, days closed.",),
    )


SUBJECT = Subject("paths", "a site of a million different paths", run, on_request=True)
