"""Hitlake and what its users could pick instead: the same hits, the same questions, equal answers, and the ratios."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import worker
from benchmarks.comparison import checking, tables, targets
from benchmarks.comparison.measuring import Limits, Measured, measure
from benchmarks.comparison.plan import asked_of_all
from benchmarks.comparison.tables import Results
from benchmarks.dataset import DAYS, SEED, Dataset, sites_up_to, write
from benchmarks.engines import HITLAKE, INSIDE, PEERS, Engine
from benchmarks.pictures import chart
from benchmarks.questions import Asked
from benchmarks.questions.question import RANGES
from benchmarks.report import Cell, Report, Table
from benchmarks.subject import Bench, Subject

USUAL, QUICK = Limits(answer_seconds=10, times=15, seconds=1.0), Limits(answer_seconds=60, times=2, seconds=0.2)
PICTURED = ("stats", "hits by path")
WITNESS = PEERS[0]
PATIENCE_SECONDS = 120.0
"""For Hitlake, without whose answers there is nothing to compare."""


def run(bench: Bench) -> Report:
    hits = 2_000 if bench.quick else bench.hits
    data = Dataset(str(bench.folder("raw")), sites_up_to(hits), datetime.now(UTC).date())
    began = time.perf_counter()
    write(data)
    made_seconds = time.perf_counter() - began
    plan, limits = asked_of_all(data), QUICK if bench.quick else USUAL
    missing = {engine.name: why for engine in PEERS if (why := engine.missing())}
    present = [peer for peer in PEERS if peer.name not in missing]
    results, loads, failed = _measured(bench, data, plan, limits, present)
    if datetime.now(UTC).date() != data.last_day:
        raise RuntimeError("midnight passed meanwhile, and with it the days that were asked for: run it again")
    return Report(
        f"Comparison: {data.hits:,} hits of {len(data.sites)} sites in {DAYS} days, the largest of {hits:,}",
        (
            tables.ratios(results, data),
            Table(("engine", "version", "load s", "hits a second", "bytes a hit", "how"), tuple(loads), _LOADS),
            *(tables.over(results, name, _over(plan, data, name, axis), axis) for name in PICTURED for axis in _AXES),
            tables.details(results, data),
        ),
        targets.targets(results, data),
        (
            f"All {sum(map(len, results.values()))} answers are equal to Hitlake's.",
            f"The hits are made up, the same for the same seed and day (here {SEED}), in {made_seconds:.0f} s.",
            *_NOTES,
            f"An answer that takes over {limits.answer_seconds:g} s is cut off, and what is harder is not asked.",
        ),
        tuple(f"{name}: {why}" for name, why in (missing | failed).items()),
        targets.headlines(results, data),
        tuple(_pictures(bench.out, results, plan, data)),
        tables.measurements(results),
    )


_LOADS = "How the hits got in, from the Parquet files to the moment where questions can be asked:"
_AXES = ("hits", "days")
_NOTES = (
    "One client asks one question after the other. Every engine has a process, and caches that stay warm.",
    "Hitlake's time has HTTP, the check of the key and JSON in it; the others' ends with their rows.",
    "Ratios are to Hitlake's median. API v1 keeps leaderboards for an hour, so each asks for another text.",
)


def _measured(
    bench: Bench, data: Dataset, plan: list[Asked], limits: Limits, peers: list[Engine]
) -> tuple[Results, list[tuple[Cell, ...]], dict[str, str]]:
    """Hitlake first: its answers are what the others' are held against. Then why engines broke, by name."""
    patient = replace(limits, answer_seconds=PATIENCE_SECONDS)
    failed: dict[str, str] = {}
    results: dict[str, list[Measured]] = {}
    loads: list[tuple[Cell, ...]] = []
    ours = bench.folder("hitlake")
    loads.append(_loaded(HITLAKE, data, ours))
    with worker.opened(WITNESS.name, data, bench.folder("witness")) as witness:
        first = checking.first_of_hitlake(witness)
        results[HITLAKE.name] = measure(HITLAKE, data, ours, plan, patient, first)
    largest = [asked for asked in plan if asked.site == data.largest]
    known = checking.referred(results[HITLAKE.name])
    results[INSIDE.name] = measure(INSIDE, data, ours, largest, patient, checking.first_like(known, INSIDE.name))
    known = checking.referred(results[INSIDE.name]) | known
    for peer in peers:
        with _folder(bench, peer, data) as folder:
            try:
                loads.append(_loaded(peer, data, folder))
                results[peer.name] = measure(peer, data, folder, plan, limits, checking.first_like(known, peer.name))
            except RuntimeError as error:
                failed[peer.name] = f"it failed: {str(error).strip().splitlines()[-1]}"
    return results, loads, failed


@contextmanager
def _folder(bench: Bench, engine: Engine, data: Dataset) -> Iterator[Path]:
    """Gone afterwards, also where the engine keeps its hits elsewhere."""
    folder = bench.folder(engine.name.replace(" ", "-").lower())
    try:
        yield folder
    finally:
        stored = engine.stored(data, folder) if any(folder.iterdir()) else folder
        if stored != Path(data.folder):
            shutil.rmtree(stored, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _loaded(engine: Engine, data: Dataset, folder: Path) -> tuple[Cell, ...]:
    print(f"{datetime.now():%H:%M:%S} {engine.name} ...", file=sys.stderr, flush=True)  # noqa: DTZ005
    seconds = worker.load(engine.name, data, folder)
    stored = engine.stored(data, folder)
    size = engine.stored_bytes(data, folder)
    reads_files = stored == Path(data.folder)
    speed: tuple[Cell, Cell] = ("", "") if reads_files else (seconds, data.hits / seconds)
    return engine.name, engine.version(), *speed, size / data.hits, engine.says


def _over(plan: list[Asked], data: Dataset, question: str, axis: str) -> list[Asked]:
    """The same question of growing sites, or over growing ranges."""
    if axis == "days":
        return [one for one in plan if one.question == question and one.site == data.largest and one.days in RANGES]
    days = next(one.days for one in plan if one.question == question and one.site != data.largest)
    return [one for one in plan if one.question == question and one.days == days]


def _pictures(out: Path, results: Results, plan: list[Asked], data: Dataset) -> Iterator[str]:
    units = {"hits": "hits of the site", "days": "days asked for"}
    for question in PICTURED:
        for axis in _AXES:
            asked = _over(plan, data, question, axis)
            lines = {name: tables.line(measured, asked, axis) for name, measured in results.items()}
            file = f"{question.replace(' ', '-')}-over-{axis}.svg"
            title = f"{question.capitalize()}: latency over the number of {axis}"
            (out / file).write_text(chart(title, units[axis], "ms", lines))
            yield file


SUBJECT = Subject("comparison", "Hitlake and its peers: equal answers, and how long each takes", run)
