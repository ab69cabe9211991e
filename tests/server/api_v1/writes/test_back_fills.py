"""Hits of the past go to the day that it then was for the site."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from engine.registry.site_changes import SiteChanges
from tests.server.api_v1.writes.conftest import Program


def days(program: Program) -> list[tuple[str, int]]:
    """Pageviews by day of the last month, days without any left out."""
    chart = program.running.ask("pageviews", range="30d").json()["chart"]
    return [(row["date"], row["count"]) for row in chart if row["count"]]


def closed(program: Program) -> list[Any]:
    files = program.running.app.lake.layout.root / "hits/*/*/*.parquet"
    with duckdb.connect() as reader:
        return reader.execute(f"select day, path from read_parquet('{files}') order by all").fetchall()


@pytest.mark.parametrize(
    ("created_at", "instant"),
    [
        ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"),
        ("2026-03-02T09:00:00+05:45", "2026-03-02T03:15:00Z"),
        ("2026-03-02T09:00:00-0800", "2026-03-02T17:00:00Z"),
        ("2026-03-02 09:00:00.123456+00:00", "2026-03-02T09:00:00Z"),
        ("2026-03-02T09:00", "2026-03-02T09:00:00Z"),
        ("20260302T090000Z", "2026-03-02T09:00:00Z"),
        ("2026-03-02t09:00:00z", "2026-03-02T09:00:00Z"),
        ("2026-03-10T12:00:00Z", "2026-03-10T12:00:00Z"),
        ("2026-03-10T12:00:59Z", "2026-03-10T12:00:00Z"),
    ],
)
def test_an_instant_may_have_any_offset(program: Program, created_at: str, instant: str) -> None:
    response = program.post("hits", {"path": "/a", "created_at": created_at})
    assert response.status_code == 201, response.text
    assert response.json()["hit"]["created_at"] == instant


@pytest.mark.parametrize(
    "created_at",
    ["2026-03-10T12:01:01Z", "2026-03-10T13:00:00-01:00", "2026-03-11T00:00:00+05:45", "9999-12-31T23:59:59-23:59"],
)
def test_the_future_is_refused(program: Program, created_at: str) -> None:
    response = program.post("hits", {"path": "/a", "created_at": created_at})
    text = f"created_at is '{created_at}', which is in the future; it must not be later than now"
    assert (response.status_code, response.json()["errors"]) == (422, [text])


@pytest.mark.parametrize(
    "created_at",
    [
        "2026-03-02",
        "1741600000",
        1741600000,
        "2026-02-30T10:00:00Z",
        "2026-03-02T25:00:00Z",
        "1969-12-31T23:59:59Z",
        "now",
    ],
)
def test_what_is_no_instant_is_refused(program: Program, created_at: object) -> None:
    response = program.post("hits", {"path": "/a", "created_at": created_at})
    assert response.status_code == 422
    assert response.json()["error"].startswith(f"created_at is {created_at!r}; it must be an ISO 8601 instant like ")


@pytest.mark.parametrize(
    ("zone", "created_at", "day"),
    [
        ("Asia/Kathmandu", "2026-03-02T18:14:59Z", "2026-03-02"),
        ("Asia/Kathmandu", "2026-03-02T18:15:00Z", "2026-03-03"),
        ("Pacific/Kiritimati", "2026-03-02T10:00:00Z", "2026-03-03"),
        ("America/New_York", "2026-03-08T04:59:59Z", "2026-03-07"),
        ("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08"),
        ("America/New_York", "2026-03-09T04:00:00Z", "2026-03-09"),
    ],
)
def test_the_day_is_the_one_of_the_site(program: Program, zone: str, created_at: str, day: str) -> None:
    running = program.running
    running.app.registry.sites.update(running.site.id, SiteChanges(time_zone=zone))
    program.post("hits", {"path": "/a", "created_at": created_at})
    running.app.lake.housekeeping.settle()
    assert closed(program) == [(date.fromisoformat(day), "/a")]
    assert days(program) == [(day, 1)]


def test_a_closed_day_takes_late_hits_within_a_minute(
    program: Program, wait_until: Callable[[Callable[[], object]], None]
) -> None:
    program.post("hits", {"path": "/a", "created_at": "2026-03-02T09:00:00Z"})
    program.running.app.lake.housekeeping.settle()
    assert days(program) == [("2026-03-02", 1)]
    rows = [{"path": path, "created_at": "2026-03-02T10:00:00Z"} for path in ("/b", "/c")] + [{"path": "/now"}]
    assert program.post("hits/batch", rows).json()["created_count"] == 3
    program.running.clock.move(seconds=21)
    wait_until(lambda: days(program) == [("2026-03-02", 3), ("2026-03-10", 1)])
    assert [path for _, path in closed(program)] == ["/a", "/b", "/c"]
    assert [hit["path"] for hit in program.hits()] == ["/a", "/b", "/c", "/now"]


def test_years_of_the_past_can_be_filled_in(program: Program) -> None:
    rows = [{"path": "/a", "created_at": f"{year}-06-15T12:00:00Z"} for year in range(2005, 2026)]
    assert program.post("hits/batch", rows).json()["created_count"] == 21
    program.running.app.lake.housekeeping.settle()
    assert [day for day, _ in closed(program)] == [datetime(year, 6, 15).date() for year in range(2005, 2026)]  # noqa: DTZ001
