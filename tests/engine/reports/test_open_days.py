"""Numbers of a day that goes on: counted in parts, then by what came since; always those of a plain reading."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import statements
from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.reports import moment, open_days
from engine.reports.sources import Sources
from engine.statements import Statements
from engine.storage.batches import Row
from schemas.errors import BusyError
from schemas.hits import HIT_NAMES
from schemas.questions import Days
from tests.engine.reports import plain
from tests.engine.reports.layers import NOW, layers, rows, site_in
from tests.engine.storage.lakeside import EPOCH, hit

SITE = site_in("UTC")
DAYS = Days(date(2026, 11, 20), date(2026, 11, 23))
NAMES = ("total", "hour", "path", "event", "exit", "country")
"""Of each level, and what changes with a later hit."""

Rollup = dict[tuple[date, str, str | None], tuple[int, ...]]


@contextmanager
def _as_of_many_hits(*, part: int = 2) -> Iterator[None]:
    """What is done with many hits is done with few: nothing is cheap, and some visitors are a part."""
    with (
        patch.object(open_days, "FREE_SECONDS", -1.0),
        patch.object(open_days, "MOST_SECONDS", 0.0),
        patch.object(open_days, "PART_HITS", part),
        patch.object(open_days, "CHANGED_HITS", part),
        patch.object(moment, "FEW_HITS", 0),
        patch.object(statements, "FEW_HITS", 0),
    ):
        yield


def _asked(sources: Sources, names: Sequence[str] = NAMES) -> Rollup:
    found = sources.ask_rollups("rollup_rows", SITE, DAYS, names)
    return {(day, name, value): tuple(metrics) for day, name, value, *metrics in found}


def _plainly(hits: list[plain.Hit]) -> Rollup:
    return {key: metrics for key, metrics in plain.rollup(hits).items() if key[1] in NAMES}


def _read(row: Row, hit_id: int) -> plain.Hit:
    values = dict(zip(HIT_NAMES, row, strict=True))
    return values | {
        "hit_id": hit_id,
        "day": EPOCH + timedelta(days=values["day"]),
        "created_at_ms": values["created_at"],
    }


_some_rows = st.lists(rows("UTC", [0, 0, 0, 1]), min_size=1, max_size=6)


@settings(max_examples=8, deadline=None)
@given(steps=st.lists(st.tuples(_some_rows, st.booleans()), min_size=2, max_size=4))
def test_after_every_step_of_a_day_its_rows_are_those_counted_as_a_whole(
    steps: list[tuple[list[Row], bool]],
) -> None:
    """Hits come in any order of time and are flushed in between or not; yesterday is closed meanwhile."""
    with layers(SITE, [], []) as found:
        stored: list[plain.Hit] = []
        for new, flushed in steps:
            stored += [_read(row, hit_id) for hit_id, row in enumerate(new, found.side.store(*new))]
            if flushed:
                found.side.settle()
            sources, queries = open_sources(found.side.lake, Statements(), DuckLimits())
            whole = _asked(sources)
            queries.close()
            with _as_of_many_hits():
                assert _asked(found.sources) == whole
        found.side.settle()
        with _as_of_many_hits():
            assert _asked(found.sources) == _plainly(stored)


def test_of_two_days_that_are_open_the_first_may_be_closed_and_nothing_is_counted_twice() -> None:
    yesterday, today = NOW - timedelta(days=1), NOW
    with layers(SITE, [], []) as found, _as_of_many_hits():
        found.side.now = yesterday + timedelta(hours=12, minutes=2)
        stored = [hit(yesterday, visitor=1), hit(yesterday, visitor=2), hit(today, visitor=1)]
        hits = [_read(row, hit_id) for hit_id, row in enumerate(stored, found.side.store(*stored))]
        assert _asked(found.sources) == _plainly(hits)
        found.side.now = NOW
        found.side.settle()
        assert not found.side.lake.current.read().open_days(SITE.id, yesterday.date(), today.date())
        assert _asked(found.sources) == _plainly(hits)


def test_the_hits_of_a_site_that_is_erased_meanwhile_move_nothing() -> None:
    """The segment that both share has as many rows at last as when it was counted, and other ones."""
    others = site_in("UTC").id + 1
    with layers(SITE, [], []) as found, _as_of_many_hits():
        stored = [hit(NOW, visitor=number) for number in range(2)]
        found.side.store(*stored, *(hit(NOW, site_id=others) for _ in range(2)))
        _asked(found.sources)
        later = [hit(NOW + timedelta(minutes=number), visitor=number) for number in range(2)]
        found.side.store(*later)
        found.side.keeps.erased.add(others)
        found.side.settle()
        hits = [_read(row, number) for number, row in enumerate([*stored, *later])]
        assert _asked(found.sources) == _plainly(hits)


def test_what_takes_longer_than_somebody_waits_is_gone_on_with_by_the_next_question() -> None:
    stored = [hit(NOW + timedelta(seconds=number), visitor=number) for number in range(8)]
    with layers(SITE, [], []) as found, _as_of_many_hits():
        found.side.store(*stored)
        sources, queries = open_sources(found.side.lake, Statements(), DuckLimits(), timeout_seconds=30)
        sources.open_days = open_days.OpenDays(patience_seconds=-1)
        refused = []
        for _ in range(3):
            with pytest.raises(BusyError) as told:
                _asked(sources)
            refused.append(str(told.value))
        last = hit(NOW + timedelta(seconds=9), visitor=1)
        found.side.store(last)
        rows_at_last = _asked(sources)
        queries.close()
    assert refused == [f"the hits of this day are being counted: {done} of 4 parts are done" for done in (1, 2, 3)]
    assert rows_at_last == _plainly([_read(row, number) for number, row in enumerate([*stored, last])])


def test_a_count_that_was_put_off_is_begun_anew_where_hits_were_erased() -> None:
    others = site_in("UTC").id + 1
    stored = [hit(NOW + timedelta(seconds=number), visitor=number) for number in range(4)]
    with layers(SITE, [], []) as found, _as_of_many_hits():
        found.side.store(*stored, hit(NOW, site_id=others))
        found.side.settle()
        sources, queries = open_sources(found.side.lake, Statements(), DuckLimits(), timeout_seconds=30)
        sources.open_days = open_days.OpenDays(patience_seconds=-1)
        with pytest.raises(BusyError, match="1 of 2 parts"):
            _asked(sources)
        found.side.keeps.erased.add(others)
        found.side.settle()
        with pytest.raises(BusyError, match="1 of 2 parts"):
            _asked(sources)
        assert _asked(sources) == _plainly([_read(row, number) for number, row in enumerate(stored)])
        queries.close()


def test_a_small_day_is_counted_anew_whenever_a_hit_has_come() -> None:
    with layers(SITE, [], [hit(NOW)]) as found, patch.object(open_days, "FREE_SECONDS", 60.0):
        _asked(found.sources, ["total"])
        _asked(found.sources, ["total"])
        found.side.store(hit(NOW, visitor=2))
        assert _asked(found.sources, ["total"])[NOW.date(), "total", ""] == (2, 0, 2, 2, 2, 0)
        assert found.sources.open_days.lookups.read() == {False: 2, True: 1}


@pytest.mark.parametrize("few", [0, 20_000])
def test_a_small_site_is_never_behind_however_slow_its_counting_is(few: int) -> None:
    """Of many hits what was counted serves for a while."""
    stored = [hit(NOW, visitor=1), hit(NOW, visitor=2)]
    with (
        layers(SITE, [], []) as found,
        patch.object(open_days, "FREE_SECONDS", -1.0),
        patch.object(open_days, "MOST_SECONDS", 3600.0),
        patch.object(open_days, "COST_FACTOR", 1e9),
        patch.object(open_days, "FEW_HITS", few),
    ):
        for count, row in enumerate(stored, 1):
            found.side.store(row)
            [(_, _, _, pageviews, *_)] = found.sources.ask_rollups("rollup_rows", SITE, DAYS, ["total"])
            assert pageviews == (count if few else 1)
