"""Rows and groups of hits over HTTP, against the rows that were sent."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schemas.sites import AccessType
from tests.server.conftest import Running

ZONE = "Pacific/Kiritimati"
"""14 hours ahead of UTC: most of its days are two in UTC."""

PATHS, COUNTRIES, REFERRERS = (
    ("/a", "/A", "/b"),
    ("DE", "CH", None),
    ("https://x.example/50%", "https://x.example/_", None),
)


def sent_rows(now: datetime) -> list[dict[str, Any]]:
    """180 hits, one every five hours up to now, so that most are of days that are over."""
    return [
        {
            "path": PATHS[number % 3],
            "country": COUNTRIES[number // 3 % 3],
            "referrer": REFERRERS[number // 9 % 3],
            "created_at": (now - timedelta(hours=5 * number)).isoformat(),
            "visitor_id": number % 7,
        }
        for number in range(180)
    ]


@pytest.fixture
def sent(running: Running) -> list[dict[str, Any]]:
    """The rows, on disk in closed days and in the open one."""
    registry = running.app.registry
    running.site = registry.sites.add(running.site.account_id, "example.net", None, ZONE)
    _, key = registry.keys.create(running.site.account_id, "", AccessType.FULL)
    running.headers = {"Authorization": f"Bearer {key}"}
    rows = sent_rows(datetime.fromtimestamp(running.clock.now_ms / 1000, UTC))
    address = f"/api/v1/sites/{running.site.id}/hits/batch"
    answer = running.client.post(address, json=rows, headers=running.headers).json()
    assert answer["created_count"] == len(rows)
    running.app.lake.housekeeping.settle()
    assert list(running.app.settings.data.glob("hits/*/*/*.parquet"))
    return rows


def ask(running: Running, **query: object) -> Any:
    answer = running.v1(f"/sites/{running.site.id}/hits", **{name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def wanted(rows: list[dict[str, Any]], query: dict[str, str]) -> list[dict[str, Any]]:
    zone = UTC if query.get("time_zone") == "utc" else ZoneInfo(ZONE)
    return [
        row
        for row in rows
        if query["start_date"] <= str(datetime.fromisoformat(row["created_at"]).astimezone(zone).date())
        and str(datetime.fromisoformat(row["created_at"]).astimezone(zone).date()) <= query["end_date"]
        and ("path" not in query or row["path"] == query["path"])
        and ("country" not in query or row["country"] == query["country"])
        and ("referrer" not in query or query["referrer"].lower() in (row["referrer"] or "").lower())
    ]


def test_totals_and_groups_are_exact_for_every_combination_of_filters(
    running: Running, sent: list[dict[str, Any]]
) -> None:
    ranges = (("2026-02-09", "2026-03-11"), ("2026-03-10", "2026-03-11"), ("2026-02-20", "2026-02-20"))
    choices = product(ranges, (None, "/a"), (None, "DE"), (None, "X.EXAMPLE", "%", "_"), ("user", "utc"))
    for (start, end), path, country, referrer, zone in choices:
        given = {"path": path, "country": country, "referrer": referrer}
        query = {name: text for name, text in given.items() if text is not None}
        query |= {"start_date": start, "end_date": end, "time_zone": zone}
        rows = wanted(sent, query)
        answer = ask(running, **query, per_page=1)
        assert answer["pagination"]["total_count"] == answer["pagination"]["total_pages"] == len(rows), query
        assert answer["filters"] == query | given | {"grouped": False, "group_by": None}
        groups = ask(running, **query, grouped="true", group_by="path", per_page=1000)["grouped_hits"]
        counts = {row["path"]: row["hit_count"] for row in groups}
        assert counts == Counter(row["path"] for row in rows), query


def test_pages_put_together_are_all_rows_newest_first(running: Running, sent: list[dict[str, Any]]) -> None:
    query = {"start_date": "2026-02-09", "per_page": 50}
    pages = [ask(running, **query, page=page)["hits"] for page in range(1, 5)]
    found = [row["created_at"] for rows in pages for row in rows]
    assert found == sorted(found, reverse=True)
    period = {"start_date": "2026-02-09", "end_date": "2026-03-11"}
    assert len(found) == len(wanted(sent, period))


@pytest.mark.parametrize(("one", "other"), [("browser_name", "browsername"), ("platform_name", "platformname")])
def test_groups_have_two_spellings(running: Running, sent: list[dict[str, Any]], one: str, other: str) -> None:
    first, second = (ask(running, grouped="true", group_by=name) for name in (one, other))
    assert first == second
    assert first["filters"]["group_by"] == one
    assert list(first["grouped_hits"][0]) == [one, "hit_count"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"grouped": "true", "group_by": "city"}, "path, country, referrer, browser_name, platform_name, source"),
        ({"time_zone": "local"}, "utc, user"),
        ({"page": "0"}, "a whole number from 1"),
        ({"page": "x"}, "a whole number from 1"),
        ({"start_date": "2026-03-32"}, "a date like"),
        ({"start_date": "2026-03-10", "end_date": "2026-03-09"}, "must not be later"),
        ({"start_date": "2025-03-09", "end_date": "2026-03-10"}, "over 365 days apart"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_what_can(running: Running, query: dict[str, str], says: str) -> None:
    answer = running.v1(f"/sites/{running.site.id}/hits", **query)
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_per_page_is_cut_to_its_most(running: Running) -> None:
    pagination = ask(running, per_page=5000)["pagination"]
    assert pagination == {"current_page": 1, "per_page": 1000, "total_count": 0, "total_pages": 0}
