"""Engines that are always there give the same answers to every question."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.comparison.checking import UnequalAnswersError, first_like, key_of
from benchmarks.comparison.measuring import Measured
from benchmarks.comparison.plan import asked_of_all, can_answer
from benchmarks.dataset import Dataset, as_hits, batches_of, plain, sites_up_to, write
from benchmarks.engines import ENGINES, HITLAKE, INSIDE
from benchmarks.engines.contract import Engine, Session, missing_package
from benchmarks.engines.duck import DuckEngine
from benchmarks.engines.polars_frames import PolarsEngine
from benchmarks.engines.sqlite import SqliteEngine
from benchmarks.questions import QUESTIONS, Asked, question_named

LAST = date(2026, 6, 30)
NOON_MS = 1_782_820_800_000
"""Of the last day."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    made = Dataset(str(tmp_path_factory.mktemp("raw")), sites_up_to(3_000), LAST)
    write(made)
    return made


@pytest.fixture(scope="module")
def sessions(data: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Session]]:
    with ExitStack() as stack:
        opened: list[Session] = []
        engines: tuple[Engine, ...] = (DuckEngine(), SqliteEngine(), PolarsEngine())
        for engine in engines:
            folder = tmp_path_factory.mktemp("engine")
            engine.load(data, folder)
            opened.append(stack.enter_context(engine.opened(data, folder)))
        yield opened


@pytest.mark.parametrize("question", [question.name for question in QUESTIONS])
def test_every_question_has_the_same_answer_everywhere(question: str, data: Dataset, sessions: list[Session]) -> None:
    days = 365 if question_named(question).ranges else question_named(question).days
    for site in data.sites:
        answers = [session.ask(Asked(question, site, days, LAST, now_ms=NOON_MS)) for session in sessions]
        assert answers[0] == answers[1] == answers[2]


def test_answers_are_of_something(data: Dataset, sessions: list[Session]) -> None:
    answer = sessions[0].ask(Asked("stats", data.largest, 365, LAST))
    assert answer["pageviews"] > 2_500
    assert len(answer["topPages"]) == 10


def test_the_same_seed_makes_the_same_hits(data: Dataset) -> None:
    again = pa.Table.from_batches(list(batches_of(data)))
    written = pa.concat_tables([pq.read_table(path) for path in data.files])
    assert again.num_rows == data.hits == 4_000
    assert plain(again).equals(written.cast(plain(again).schema))
    assert as_hits(plain(again)).equals(again)


def test_the_plan_asks_the_easier_first_and_every_site_of_every_question(data: Dataset) -> None:
    plan = asked_of_all(data)
    assert {(asked.question, asked.site) for asked in plan} == {(q.name, s) for q in QUESTIONS for s in data.sites}
    stats = [(asked.site.hits, asked.days) for asked in plan if asked.question == "stats"]
    assert stats == [(1000, 90), (3000, 1), (3000, 7), (3000, 30), (3000, 90), (3000, 365)]


def test_ranges_that_the_api_lacks_are_asked_of_the_reports(data: Dataset) -> None:
    year = Asked("stats", data.largest, 365, LAST)
    assert (can_answer(HITLAKE, year), can_answer(INSIDE, year)) == (False, True)


def test_another_answer_is_an_error_that_shows_both(data: Dataset) -> None:
    class Other:
        def ask(self, asked: Asked, limit_seconds: float) -> tuple[float, dict[str, object]]:
            return 0.1, {"total": 2}

    asked = Asked("pageviews", data.largest, 7, LAST)
    check = first_like({key_of(asked): Measured(asked, {"total": 1}, None)}, "Other")
    with pytest.raises(UnequalAnswersError, match=r"(?s)Hitlake says {'total': 1}.*Other says {'total': 2}"):
        check(Other(), asked, 1.0)  # type: ignore[arg-type]


def test_a_missing_package_is_named() -> None:
    assert missing_package("no_such_package") == "the package no_such_package is not installed"
    assert missing_package("duckdb") is None


def test_every_engine_has_a_name_of_its_own() -> None:
    assert len({engine.name for engine in ENGINES}) == len(ENGINES)


def test_every_statement_has_its_file() -> None:
    folder = Path(__file__).parents[2] / "benchmarks" / "questions" / "sql"
    named = {name for question in QUESTIONS for name in question.statements}
    assert named == {path.stem for path in folder.glob("*.sql") if "." not in path.stem}
