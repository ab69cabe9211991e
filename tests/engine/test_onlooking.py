"""Reports beside the process that holds DATA: the same as its own, at every moment of a hit's life."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.onlooking import Onlooking
from engine.reports.breakdown import Totals, breakdown
from engine.reports.sources import Sources
from engine.statements import Statements
from engine.storage.layout import Layout
from schemas.errors import BusyError, DamagedFileError
from schemas.filters import Filter
from schemas.questions import Days
from tests.engine.reports.layers import site_in
from tests.engine.storage.lakeside import Lakeside, hit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SITE = site_in("UTC")
DAYS = Days.through(NOW.date(), 90)


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Lakeside]:
    side = Lakeside(tmp_path / "data", NOW)
    yield side
    side.close()


@pytest.fixture
def onlooking(side: Lakeside, tmp_path: Path) -> Iterator[Onlooking]:
    onlooking = Onlooking(Layout(side.root), tmp_path / "spill", Statements(), DuckLimits(), 10)
    yield onlooking
    onlooking.close()


def _paths(sources: Sources, *filters: Filter) -> dict[str | None, Totals]:
    values = breakdown(sources, SITE, DAYS, ["path"], filters)["path"].values
    return {value.value: value.totals for value in values}


def test_answers_are_those_of_the_server_after_every_step(side: Lakeside, onlooking: Onlooking) -> None:
    filters = Filter("country", "DE")
    steps = [
        lambda: None,
        lambda: side.store(
            hit(NOW - timedelta(days=40)), hit(NOW - timedelta(days=1), country="DE"), hit(NOW, path="/b")
        ),
        side.settle,
        lambda: side.store(hit(NOW, path="/c", country="DE"), hit(NOW, path="/d", site_id=2)),
        lambda: side.store(hit(NOW - timedelta(days=1), path="/late"), late=True),
        side.lake.housekeeping.flush,
        side.settle,
    ]
    for step in steps:
        step()
        # New ones each time: rows of open days may be kept for some seconds.
        beside = onlooking.sources(SITE)
        own, queries = open_sources(side.lake, Statements(), DuckLimits())
        assert _paths(beside) == _paths(own)
        assert _paths(beside, filters) == _paths(own, filters)
        queries.close()
    assert set(_paths(beside)) == {"/", "/b", "/c", "/late"}


def test_hits_of_a_server_that_ended_badly_are_there(side: Lakeside, onlooking: Onlooking) -> None:
    side.store(hit(NOW, path="/hot"))
    side.abandon()

    assert set(_paths(onlooking.sources(SITE))) == {"/hot"}
    side.lake = side.open()


def test_rollups_that_stay_behind_their_hits_are_told_and_not_answered_from(
    side: Lakeside, onlooking: Onlooking
) -> None:
    side.store(hit(NOW - timedelta(days=1)))
    side.settle()
    Layout(side.root).rollup_file(SITE.id, "2026-11").unlink()

    with pytest.raises(BusyError, match="the rollups of 2026-11 of site 1 are behind its hits"):
        _paths(onlooking.sources(SITE))


def test_a_flushed_file_that_cannot_be_read_is_named(side: Lakeside, onlooking: Onlooking) -> None:
    side.store(hit(NOW))
    side.lake.housekeeping.flush()
    (path,) = Layout(side.root).recent.glob("*.parquet")
    path.write_bytes(b"nothing")

    with pytest.raises(DamagedFileError, match=f"recent/{path.name} cannot be read"):
        _paths(onlooking.sources(SITE))
