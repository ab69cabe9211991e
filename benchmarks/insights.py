"""`python -m benchmarks.insights`: how many planted events are told, what is told falsely, and the texts to read."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from benchmarks import filled
from benchmarks.held_out import HELD_OUT
from benchmarks.plain_facts import PlainHit, false_numbers
from benchmarks.planted import LAST, PLANS, Plan, Visit, batch, visits
from benchmarks.processes import HITLAKE, output_of
from benchmarks.report import Report, Table, Target, markdown
from benchmarks.subject import shared_folder
from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.insights.facts import facts_of
from engine.insights.material import gathered
from engine.insights.narrator import Narrator, told_of_content, told_of_traffic
from engine.reports.sources import Sources
from engine.statements import Statements
from schemas.insights import Fact, FactKind
from schemas.sites import Site
from server.demo.delivery import deliver
from server.insights.writing import country_name

DAY = LAST + timedelta(days=1)
SEEDS = 5
QUIET_DAYS = 28
"""Of sites where nothing happens, so many days."""
RECORDS = frozenset({FactKind.RECORD_DAY, FactKind.RECORD_WEEK})
LOGS = {"one-site-2005-2018.log.gz": 20, "semicomplete-2015.log.gz": 1}
"""Real logs, and how many days of them are looked at."""

_COLUMNS = ", ".join(field.name for field in fields(PlainHit))


@dataclass
class Result:
    planted: int = 0
    told: int = 0
    said: int = 0
    false: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.insights", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="made-up sites of each plan")
    parser.add_argument("--first-seed", type=int, default=0, help="the number that they are made from, and up")
    parser.add_argument("--only", default="", help="plans whose name has this in it, and no real logs")
    chosen = parser.parse_args()
    first = chosen.first_seed
    rows, whole = [], Result()
    for plan in (plan for plan in (*PLANS, *HELD_OUT) if chosen.only in plan.name):
        result = Result()
        for seed in range(first, first + chosen.seeds):
            judge(plan, seed, result, show=seed == first)
        rows.append((plan.name, result.planted, result.told, result.said, result.false))
        _add(whole, result)
    for name, days in ({} if chosen.only else LOGS).items():
        real = _real_log(name, days)
        if real is not None:
            rows.append((f"real log {name}, {days} days", 0, 0, real.said, real.false))
            _add(whole, real)
    print("\n".join(markdown(_report(rows, whole))))
    sys.exit(whole.false > 0)


def _report(rows: list[tuple[str, int, int, int, int]], whole: Result) -> Report:
    return Report(
        "Insights",
        (Table(("site", "planted", "told", "news told in all", "false"), tuple(rows)),),
        (
            Target("told things that are false", "0", str(whole.false), whole.false == 0),
            Target(
                "planted events that are told", "all", f"{whole.told} of {whole.planted}", whole.told == whole.planted
            ),
        ),
        ("False is news without a cause on a made-up site, and any number that a plain count of hits does not give.",),
    )


def judge(plan: Plan, seed: int, result: Result, *, show: bool) -> None:
    """Makes the site, and counts into `result` what is told of it. `show` prints the text."""
    made = visits(plan, seed)
    with _site_with(made, seed) as (site, sources, hits):
        facts = _facts(sources, site, DAY)
        if show:
            _show(plan.name, site, DAY, facts)
        news = _news(facts)
        told = {(fact.kind, fact.subject) for fact in news}
        result.planted += len(plan.wanted)
        result.told += len(plan.wanted & told)
        for kind, subject in plan.wanted - told:
            print(f"NOT TOLD on {plan.name}, seed {seed}: {kind} {subject or ''}")
        _count(plan, news, result)
        result.false += len(false_numbers(facts, hits, DAY))
        quiet = QUIET_DAYS if not plan.wanted else 0
        for back in range(1, quiet):
            day = DAY - timedelta(days=back)
            facts = _facts(sources, site, day)
            _count(plan, _news(facts), result)
            result.false += len(false_numbers(facts, hits, day))


def _count(plan: Plan, news: list[Fact], result: Result) -> None:
    known = plan.wanted | plan.allowed
    for fact in news:
        result.said += 1
        if fact.kind not in RECORDS and (fact.kind, fact.subject) not in known:
            print(f"FALSE on {plan.name}: {fact}")
            result.false += 1


def _news(facts: list[Fact]) -> list[Fact]:
    return [*told_of_traffic(facts), *told_of_content(facts)]


def _facts(sources: Sources, site: Site, day: date) -> list[Fact]:
    return facts_of(gathered(sources, site, day))


@contextmanager
def _site_with(made: list[Visit], seed: int) -> Iterator[tuple[Site, Sources, list[PlainHit]]]:
    with tempfile.TemporaryDirectory(prefix="hitlake-insights-") as folder, filled.opened(Path(folder)) as opened:
        registry, lake = opened
        site, _ = filled.add_site(registry)
        hits = batch(site.id, made, seed)
        deliver(lake, [hits], lambda: DAY)
        lake.housekeeping.settle()
        sources, queries = open_sources(lake, Statements(), DuckLimits())
        names = [field.name for field in fields(PlainHit)]
        yield site, sources, [PlainHit(**{name: row[name] for name in names}) for row in hits.to_pylist()]
        queries.close()


def _real_log(name: str, count: int) -> Result | None:
    shared = shared_folder()
    path = shared / "data" / "logs" / name if shared else None
    if path is None or not path.exists():
        print(f"Left out: {name}, which is not here.\n")
        return None
    result = Result()
    with tempfile.TemporaryDirectory(prefix="hitlake-insights-") as folder:
        data = Path(folder)
        with filled.opened(data) as (registry, _):
            site, _ = filled.add_site(registry)
        output_of([*HITLAKE, "import", str(path), "--site", site.uid, "--data", str(data)])
        with filled.opened(data) as (_, lake):
            lake.housekeeping.settle()
            sources, queries = open_sources(lake, Statements(), DuckLimits())
            hits = _all_hits(data)
            days = sorted({hit.day for hit in hits})
            for place in range(1, count + 1):
                day = days[len(days) * place // count - 1] + timedelta(days=1)
                facts = _facts(sources, site, day)
                result.said += len(_news(facts))
                wrong = false_numbers(facts, [hit for hit in hits if 0 < (day - hit.day).days <= 91], day)
                result.false += len(wrong)
                for fact in wrong:
                    print(f"FALSE in {name}: {fact}")
                if place % 5 == 0 or count < 10:
                    _show(f"{name}, {day}", site, day, facts)
            queries.close()
    return result


def _all_hits(data: Path) -> list[PlainHit]:
    import duckdb

    files = str(data / "hits" / "*" / "*" / "*.parquet")
    with duckdb.connect() as duck:
        rows = duck.execute(f"select {_COLUMNS} from read_parquet($files)", {"files": files}).fetchall()
    return [PlainHit(*row) for row in rows]


def _show(name: str, site: Site, day: date, facts: list[Fact]) -> None:
    print(f"## {name}\n")
    if not facts:
        print("Fewer than 10 hits in seven days: nothing is written.\n")
        return
    text = Narrator(site.uid, day, country_name).paragraphs(facts)
    print(f"{text.traffic_patterns}\n\n{text.best_content}\n\n{text.recommendations}\n")


def _add(whole: Result, part: Result) -> None:
    for field in fields(Result):
        setattr(whole, field.name, getattr(whole, field.name) + getattr(part, field.name))


if __name__ == "__main__":
    main()
