"""The demo's hits are stored like all hits, end now, and are never made twice."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.errors import BadInputError
from server.demo.filling import SEED
from server.demo.household import DOMAIN
from server.demo.memory import TIME_ZONE, recall
from server.demo.plan import MadeUpSite, cells_of_rate, days_ending
from server.demo.traffic import Traffic
from tests.server.demo.conftest import HITS_A_DAY, Start

MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
STORED = "select day, visitor, path, event from read_parquet('{data}/{files}', hive_partitioning = true) order by all"


def _hits(data: Path, files: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as reader:
        return reader.execute(STORED.format(data=data, files=files)).fetchall()


def _closed(data: Path) -> list[tuple[Any, ...]]:
    return _hits(data, "hits/*/*/*.parquet")


def _recent(data: Path) -> list[tuple[Any, ...]]:
    return _hits(data, "recent/*.parquet")


def test_the_days_before_today_are_closed_and_today_is_not(start: Start, data: Path) -> None:
    with start(MORNING):
        closed, recent = _closed(data), _recent(data)
    assert {day for day, *_ in closed} == set(days_ending(date(2026, 11, 21), 89))
    assert 4_000 < len(closed) < 8_000
    assert {day for day, *_ in recent} == {date(2026, 11, 22)}
    assert len(recent) > 5


def test_a_second_start_at_once_adds_nothing_and_has_the_same_keys(start: Start, data: Path) -> None:
    with start(MORNING) as first:
        before = (_closed(data), _recent(data))
    with start(MORNING) as second:
        assert (_closed(data), _recent(data)) == before
    assert second.memory == first.memory
    assert second.household.site == first.household.site


def test_a_later_start_fills_in_what_is_missing_as_if_it_had_been_one_start(start: Start, data: Path) -> None:
    later = MORNING + timedelta(days=2, hours=3)
    with start(MORNING) as first:
        site = first.household.site
    with start(later):
        stored = _closed(data) + _recent(data)
    days = days_ending(date(2026, 11, 24), 92)
    cells = cells_of_rate(
        MadeUpSite(site_id=site.id, domain=DOMAIN, time_zone=TIME_ZONE),
        SEED,
        days,
        hits_a_day=HITS_A_DAY,
        origin=days[0],
    )
    with Traffic(SEED) as traffic:
        until_ms = int(later.timestamp() * 1000)
        made_up = [
            (row["day"], row["visitor"], row["path"], row["event"])
            for batch in traffic.hits(cells, until_ms=until_ms)
            for row in batch.select(["day", "visitor", "path", "event"]).to_pylist()
        ]
    assert sorted(stored, key=repr) == sorted(made_up, key=repr)


def test_after_a_year_the_last_90_days_are_filled_in(start: Start, data: Path) -> None:
    with start(MORNING):
        pass
    with start(MORNING + timedelta(days=365)):
        days = {day for day, *_ in _closed(data)}
    assert len([day for day in days if day > date(2026, 11, 22)]) == 89


def test_a_revoked_key_is_replaced(start: Start) -> None:
    with start(MORNING) as first:
        [key] = [key for key in first.registry.keys.list() if key.access == "read_only"]
        first.registry.keys.revoke(key.id)
    with start(MORNING) as second:
        assert second.registry.keys.find(second.memory.read_only_key) is not None
        assert second.memory.full_access_key == first.memory.full_access_key


def test_the_keys_are_for_the_owners_eyes_alone(start: Start, data: Path) -> None:
    with start(MORNING):
        assert (data / "demo.json").stat().st_mode & 0o777 == 0o600


def test_data_that_is_no_demo_is_refused(data: Path) -> None:
    data.mkdir()
    (data / "hitlake.db").write_bytes(b"")
    with pytest.raises(BadInputError, match="holds data that is no demo: choose another folder"):
        recall(data, 0)


def test_a_broken_memory_is_refused_with_the_way_out(data: Path) -> None:
    data.mkdir()
    (data / "demo.json").write_text('{"origin": 7}')
    with pytest.raises(BadInputError, match=r"demo\.json cannot be read .* delete .*demo-data"):
        recall(data, 0)
