"""What a direct query sees beside a running server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.statements import Statements
from engine.views import create_views
from tests.engine.storage.imported import count_elsewhere
from tests.engine.storage.lakeside import Lakeside, hit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def lakeside(tmp_path: Path) -> Iterator[Lakeside]:
    side = Lakeside(tmp_path / "data", NOW)
    yield side
    side.close()


def _ask(lakeside: Lakeside, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        create_views(connection, lakeside.root, Statements())
        return connection.execute(query).fetchall()


def test_an_empty_data_folder_has_empty_views(lakeside: Lakeside) -> None:
    assert _ask(lakeside, "select count(*) from hits") == [(0,)]
    assert _ask(lakeside, "select count(*) from visits") == [(0,)]
    assert _ask(lakeside, "select count(*) from rollups") == [(0,)]
    assert _ask(lakeside, "select count(*) from imported") == [(0,)]


def test_counts_of_another_system_are_seen_for_days_without_hits(lakeside: Lakeside) -> None:
    days = [NOW - timedelta(days=ago) for ago in (0, 1, 2)]
    lakeside.store(hit(days[0]), hit(days[1]))
    lakeside.settle()
    count_elsewhere(lakeside.root, [day.date() for day in days])
    count_elsewhere(lakeside.root, [days[0].date()], site_id=2)
    query = "select site_id, day, pageviews, origin from imported where dimension = 'total' order by all"
    assert _ask(lakeside, query) == [(1, days[2].date(), 10, "plausible"), (2, days[0].date(), 10, "plausible")]


def test_hits_of_every_layer_are_seen_once(lakeside: Lakeside) -> None:
    lakeside.store(hit(NOW - timedelta(days=40)), hit(NOW - timedelta(days=1)), hit(NOW - timedelta(hours=1)))
    lakeside.settle()
    lakeside.store(hit(NOW, path="/now"), hit(NOW, path="/other", site_id=2, visitor=9))

    assert _ask(lakeside, "select site_id, hit_id, path from hits order by hit_id") == [
        (1, 1, "/"),
        (1, 2, "/"),
        (1, 3, "/"),
        (1, 4, "/now"),
        (2, 5, "/other"),
    ]
    assert _ask(lakeside, "select site_id, count(*) from visits group by all order by all") == [(1, 4), (2, 1)]
    assert _ask(lakeside, "select sum(pageviews) from rollups where dimension = 'total'") == [(2,)]


def test_todays_visits_of_hits_that_keep_their_visitor_in_another_site_are_apart(lakeside: Lakeside) -> None:
    lakeside.store(hit(NOW, visitor=9), hit(NOW, path="/other", visitor=9), hit(NOW, site_id=2, visitor=9))
    query = "select site_id, visitor, pageviews from visits order by all"
    assert _ask(lakeside, query) == [(1, 9, 2), (2, 9, 1)]


def test_a_waiting_late_hit_is_not_shown_before_it_is_folded(lakeside: Lakeside) -> None:
    lakeside.store(hit(NOW - timedelta(days=1)), hit(NOW - timedelta(days=40)))
    lakeside.settle()
    lakeside.store(hit(NOW - timedelta(days=1)), hit(NOW - timedelta(days=41)), late=True)

    assert _ask(lakeside, "select count(*) from hits") == [(2,)]

    lakeside.settle()
    assert _ask(lakeside, "select count(*) from hits") == [(4,)]
