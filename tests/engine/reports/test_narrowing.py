"""A filter leaves whole visits: as many as the rollup row of its value counts."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.reports.breakdown import Totals, breakdown
from engine.reports.properties import properties
from engine.reports.series import daily, hourly, summed
from engine.reports.sources import Sources
from engine.statements import Statements
from schemas.errors import BadInputError
from schemas.filters import FILTERABLE, Filter
from tests.engine.reports.test_agreement import DAYS, NOW, SITE, _rows
from tests.engine.storage.lakeside import Lakeside, hit


@settings(max_examples=10, deadline=None)
@given(rows=st.lists(_rows(), min_size=1, max_size=30), today=st.lists(_rows(), max_size=5))
def test_a_filter_leaves_what_the_row_of_its_value_counts(rows: list[Any], today: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        side = Lakeside(Path(folder) / "data", NOW)
        side.store(*rows)
        side.settle()
        sources, queries = open_sources(side.lake, Statements(), DuckLimits())

        found = breakdown(sources, SITE, DAYS, FILTERABLE, wanted=100)
        differing = [
            (name, row, left)
            for name, values in found.items()
            for row in values.values
            if not (name == "path" and row.totals.events)  # an event alone is no view of its page
            and _counted(name, left := _left(sources, Filter(name, row.value))) != _counted(name, row.totals)
        ]

        queries.close()
        side.close()
    assert differing == []


def _left(sources: Sources, *filters: Filter) -> Totals:
    return summed(list(daily(sources, SITE, DAYS, filters).values()))


def _counted(name: str, totals: Totals) -> tuple[int, ...]:
    """Entry and exit pages have whole visits; a page's views are its own; others' hits bear values of their own."""
    visits = (totals.visits, totals.bounces, totals.duration_ms)
    if name in ("entry", "exit"):
        return (*visits, totals.visitors, totals.pageviews, totals.events)
    return (*visits, totals.visitors, totals.pageviews) if name == "path" else visits


def _story(side: Lakeside) -> None:
    """Two visits of yesterday, one of today."""
    yesterday = NOW - timedelta(days=1)
    side.store(
        hit(yesterday, visitor=1, path="/", country="DE"),
        hit(yesterday + timedelta(minutes=1), visitor=1, path="/shop", country="DE"),
        hit(yesterday + timedelta(minutes=2), visitor=1, path="/shop", country="DE", event="buy.now"),
        hit(yesterday, visitor=2, path="/", country="AT"),
    )
    side.settle()
    side.store(hit(NOW, visitor=1, path="/shop", country="AT"))


def test_filters_combine(lakeside: Lakeside) -> None:
    _story(lakeside)
    sources, queries = open_sources(lakeside.lake, Statements(), DuckLimits())

    pages = breakdown(sources, SITE, DAYS, ["path"], [Filter("event", "buy.now")])["path"]
    shop = _left(sources, Filter("path", "/shop"), Filter("country", "DE"))
    nothing = _left(sources, Filter("event", "buy.now"), Filter("country", "AT"))
    hours = hourly(sources, SITE, DAYS, [Filter("entry", "/")])

    queries.close()
    assert [(row.value, row.totals.pageviews) for row in pages.values] == [("/", 1), ("/shop", 1)]
    assert (shop.pageviews, shop.events, shop.visits, shop.visitors) == (1, 1, 1, 1)
    assert nothing == Totals()
    assert {key: row.pageviews for key, row in hours.items()} == {((NOW - timedelta(days=1)).date(), NOW.hour): 3}


def test_a_breakdown_is_searched_ordered_and_cut_into_pages(lakeside: Lakeside) -> None:
    _story(lakeside)
    sources, queries = open_sources(lakeside.lake, Statements(), DuckLimits())

    searched = breakdown(sources, SITE, DAYS, ["path"], search="SHO")["path"]
    second = breakdown(sources, SITE, DAYS, ["path"], order={"path": "events"}, skipped=1, wanted=1)["path"]

    queries.close()
    assert [row.value for row in searched.values] == ["/shop"]
    assert ([row.value for row in second.values], second.count) == (["/"], 2)


def test_what_cannot_be_filtered_by_is_told() -> None:
    with pytest.raises(BadInputError, match="'total' is nothing to filter by; allowed are hour, path"):
        Filter("total", "")


def test_the_properties_of_an_event_are_counted_by_value(lakeside: Lakeside) -> None:
    lakeside.store(
        hit(NOW, visitor=1, event="buy.now", event_value="9", props='{"plan": "year", "gift": true}'),
        hit(NOW, visitor=2, event="buy.now", event_value="9", props='{"plan": "year"}'),
        hit(NOW, visitor=2, event="buy.now", props='{"plan": "<b>", "gift": null}'),
        hit(NOW, visitor=2, event="other.one", props='{"plan": "none"}'),
    )
    sources, queries = open_sources(lakeside.lake, Statements(), DuckLimits())

    found = properties(sources, SITE, DAYS, "buy.now")

    queries.close()
    assert [(row.label, row.value, row.events, row.visitors) for row in found] == [
        ("value", "9", 2, 2),
        ("gift", "true", 1, 1),
        ("plan", "year", 2, 2),
        ("plan", "<b>", 1, 1),
    ]


def test_a_filter_by_properties_means_one_event_that_has_them_all(lakeside: Lakeside) -> None:
    lakeside.store(
        hit(NOW, visitor=1, event="buy.now", event_value="9", props='{"plan": "year", "a/b~c": 2.5, "gift": true}'),
        hit(NOW, visitor=2, event="buy.now", event_value="9", props='{"plan": "month"}'),
        hit(NOW, visitor=2, event="buy.now", props='{"plan": "year"}'),
        hit(NOW, visitor=3, event="other.one", props='{"plan": "year"}'),
    )
    sources, queries = open_sources(lakeside.lake, Statements(), DuckLimits())
    buy, year = Filter("event", "buy.now"), Filter("prop:plan", "year")

    visitors = [
        _left(sources, *filters).visitors
        for filters in (
            (year,),
            (buy, year),
            (buy, year, Filter("prop:", "9")),
            (Filter("prop:a/b~c", "2.5"), Filter("prop:gift", "true")),
            (buy, Filter("prop:plan", None)),
        )
    ]
    beside = properties(sources, SITE, DAYS, "buy.now", [buy, year])

    queries.close()
    assert visitors == [3, 2, 1, 1, 0]
    assert [(row.filter, row.value, row.events) for row in beside] == [
        ("prop:", "9", 1),
        ("prop:a/b~c", "2.5", 1),
        ("prop:gift", "true", 1),
        ("prop:plan", "year", 2),
    ]
