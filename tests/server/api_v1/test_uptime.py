"""GET /api/v1/sites/:id/uptime"""

from typing import Any

import httpx
import pytest
from sqlalchemy import insert, update

from engine.uptime.tables import DOWNTIMES, MONITORS
from schemas.uptime import Check
from tests.server.conftest import Running


def _ask(running: Running, name: object, **query: str) -> httpx.Response:
    return running.client.get(f"/api/v1/sites/{name}/uptime", params=query, headers=running.headers)


def _add_downtimes(running: Running, count: int) -> None:
    row: dict[str, Any] = {"error": "530 Gone", "seen_ms": 0, "ended_ms": 0, "known_ms": 0}
    with running.app.registry.database.write() as connection:
        for number in range(count):
            values = row | {"monitor_id": 1, "started_ms": number, "partial": False, "rested_ms": 0}
            connection.execute(insert(DOWNTIMES).values(values))


def test_the_answer_has_the_document_s_fields(running: Running) -> None:
    monitors = running.app.registry.monitors
    with running.app.registry.database.write() as connection:
        far = running.clock.now_ms + 10**9
        connection.execute(update(MONITORS).values(auto_paused=False, next_check_ms=far))
    monitors.note_check(running.site, Check(checked_ms=running.clock.now_ms, up=True, status=200))
    _add_downtimes(running, 1)
    answer = _ask(running, running.site.id)
    assert answer.status_code == 200
    told = answer.json()
    assert list(told) == ["monitor", "downtimes", "pagination", "summary"]
    assert list(told["monitor"]) == [
        *("id", "url", "enabled", "is_down", "uptime", "last_check_at", "next_check_at", "last_status_code"),
        *("last_error_message", "status_description", "current_check_interval", "period", "ssl", "domain"),
        *("auto_paused", "created_at", "updated_at"),
    ]
    assert list(told["downtimes"][0]) == [
        *("id", "error", "started_at", "ended_at", "duration", "duration_in_words", "partial", "ongoing")
    ]
    assert told["monitor"]["last_check_at"] == "2026-03-10T12:00:00.000Z"
    assert told["pagination"] == {"current_page": 1, "per_page": 50, "total_count": 1, "total_pages": 1}
    assert told["summary"] == {"total_downtimes": 1, "ongoing_downtimes": 0, "recent_downtimes_30_days": 0}


def test_the_uid_does_as_well_as_the_id(running: Running) -> None:
    assert _ask(running, running.site.uid).json() == _ask(running, running.site.id).json()


@pytest.mark.parametrize(
    ("query", "shown", "size", "pages"),
    [
        ({}, 50, 50, 2),
        ({"page": "2"}, 1, 50, 2),
        ({"page": "3", "per_page": "25"}, 1, 25, 3),
        ({"per_page": "51"}, 50, 50, 2),
        ({"page": "9"}, 0, 50, 2),
    ],
)
def test_downtimes_come_in_pages_of_fifty_at_most(
    running: Running, query: dict[str, str], shown: int, size: int, pages: int
) -> None:
    _add_downtimes(running, 51)
    told = _ask(running, running.site.id, **query).json()
    assert len(told["downtimes"]) == shown
    assert (told["pagination"]["per_page"], told["pagination"]["total_pages"]) == (size, pages)


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "x"}, {"per_page": "-1"}])
def test_a_page_that_is_none_is_refused(running: Running, query: dict[str, str]) -> None:
    answer = _ask(running, running.site.id, **query)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_a_site_that_is_not_monitored_has_no_uptime(running: Running) -> None:
    expected = {"error": f"uptime monitoring is not enabled for the site '{running.site.id}'"}
    running.app.registry.monitors.switch_off(running.site.id)
    off = _ask(running, running.site.id)
    assert (off.status_code, off.json()) == (404, expected)
    site = running.app.registry.sites.add(running.site.account_id, "new.example.com")
    assert _ask(running, site.id).status_code == 404
