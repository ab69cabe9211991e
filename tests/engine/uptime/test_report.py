"""The answer of API v1, against the example of its document."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert

from engine.registry.registry import Registry
from engine.uptime.intervals import CONFIRM_MS, DAY_MS, PERIOD_MS
from engine.uptime.report import monitor_answer, uptime_report
from engine.uptime.tables import DOWNTIMES
from schemas.questions import Page
from schemas.sites import Site
from schemas.uptime import Certificate, Check, Course, Downtime, Health, Monitor, Registration
from tests.engine.uptime.conftest import Watching


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOW_MS = _ms("2025-08-02T20:47:10.966")
SITE = Site(
    id=456,
    account_id=1,
    uid="abc123",
    hex_id="0" * 24,
    domain="example.com",
    label="Blog",
    time_zone="UTC",
    created_at=datetime(2025, 1, 1, tzinfo=UTC),
    updated_at=datetime(2025, 1, 1, tzinfo=UTC),
)
FAILED = Check(checked_ms=_ms("2025-08-02T20:45:47"), up=False, status=530, error="530 Custom Cloudflare Error")
DOCUMENTED = Monitor(
    id=33,
    site_id=456,
    enabled=True,
    auto_paused=False,
    url=None,
    next_check_ms=_ms("2025-08-02T20:50:44"),
    course=Course(
        health=Health.DOWN,
        up_ms=989_500_000,
        down_ms=10_500_000,
        counted_ms=FAILED.checked_ms,
        last_check=FAILED,
        downtime=Downtime(id=9, error="530", started_ms=FAILED.checked_ms, seen_ms=FAILED.checked_ms),
    ),
    certificate=Certificate(tested_ms=NOW_MS, expires_ms=_ms("2025-09-08T19:29:06"), valid=True),
    registration=Registration(
        tested_ms=_ms("2025-08-01T12:00:00"), expires_ms=_ms("2026-02-14T00:00:00"), source="whois"
    ),
    created_ms=_ms("2025-03-29T14:50:30.509"),
    updated_ms=NOW_MS,
)


def _answer(monitor: Monitor, now_ms: int = NOW_MS) -> Any:
    return msgspec.to_builtins(monitor_answer(SITE, monitor, now_ms))


def test_a_monitor_is_shown_as_documented() -> None:
    assert _answer(DOCUMENTED) == {
        "id": 33,
        "url": "https://example.com",
        "enabled": True,
        "is_down": True,
        "uptime": "98.95",
        "last_check_at": "2025-08-02T20:45:47.000Z",
        "next_check_at": "2025-08-02T20:50:44.000Z",
        "last_status_code": 530,
        "last_error_message": "530 Custom Cloudflare Error",
        "status_description": "Server Error (530)",
        "current_check_interval": "5 minutes",
        "period": 300,
        "ssl": {
            "expires_at": "2025-09-08T19:29:06.000Z",
            "valid": True,
            "expiring_soon": False,
            "expired": False,
            "days_until_expiry": 36,
        },
        "domain": {
            "tested_at": "2025-08-01T12:00:00.000Z",
            "expires_at": "2026-02-14T00:00:00.000Z",
            "remaining_days": 195,
            "source": "whois",
            "expired": False,
            "expiring_soon": False,
            "days_until_expiry": 195,
        },
        "auto_paused": False,
        "created_at": "2025-03-29T14:50:30.509Z",
        "updated_at": "2025-08-02T20:47:10.966Z",
    }


@pytest.mark.parametrize(
    ("days", "soon", "expired"), [(30, False, False), (29, True, False), (0, True, False), (-1, False, True)]
)
def test_soon_is_under_thirty_days(days: int, soon: bool, expired: bool) -> None:
    expires_ms = NOW_MS + days * DAY_MS
    ssl = _answer(
        msgspec.structs.replace(
            DOCUMENTED,
            certificate=Certificate(tested_ms=NOW_MS, expires_ms=expires_ms, valid=False),
            registration=Registration(tested_ms=NOW_MS, expires_ms=expires_ms, source="rdap"),
        )
    )
    for part in (ssl["ssl"], ssl["domain"]):
        assert (part["days_until_expiry"], part["expiring_soon"], part["expired"]) == (days, soon, expired)


def test_what_is_unknown_is_null() -> None:
    new = Monitor(
        id=1,
        site_id=456,
        enabled=True,
        auto_paused=False,
        url="http://example.com/health",
        next_check_ms=NOW_MS,
        course=Course(counted_ms=NOW_MS),
        certificate=None,
        registration=None,
        created_ms=NOW_MS,
        updated_ms=NOW_MS,
    )
    answer = _answer(new)
    assert answer["ssl"] == dict.fromkeys(("expires_at", "valid", "expiring_soon", "expired", "days_until_expiry"))
    assert set(answer["domain"].values()) == {None}
    assert (answer["uptime"], answer["last_check_at"], answer["last_status_code"]) == (None, None, None)
    assert (answer["is_down"], answer["status_description"]) == (False, "Not Checked Yet")
    assert answer["url"] == "http://example.com/health"
    unread = msgspec.structs.replace(
        new, certificate=Certificate(tested_ms=NOW_MS), registration=Registration(tested_ms=NOW_MS)
    )
    assert _answer(unread)["ssl"]["expires_at"] is None
    assert _answer(unread)["domain"]["tested_at"] == "2025-08-02T20:47:10.966Z"


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (Check(checked_ms=0, up=True, status=200), "OK (200)"),
        (Check(checked_ms=0, up=True, status=304), "Redirect (304)"),
        (Check(checked_ms=0, up=False, status=404), "Client Error (404)"),
        (Check(checked_ms=0, up=False, status=999), "Unknown Status (999)"),
        (Check(checked_ms=0, up=False), "No Answer"),
    ],
)
def test_a_status_is_described(check: Check, text: str) -> None:
    monitor = msgspec.structs.replace(DOCUMENTED, course=Course(last_check=check))
    assert _answer(monitor)["status_description"] == text


def test_a_paused_monitor_says_so() -> None:
    downtime = Downtime(error="", started_ms=0, seen_ms=0, known_ms=7 * DAY_MS)
    course = msgspec.structs.replace(DOCUMENTED.course, downtime=downtime)
    paused = msgspec.structs.replace(DOCUMENTED, auto_paused=True, next_check_ms=None, course=course)
    answer = _answer(paused)
    assert (answer["auto_paused"], answer["next_check_at"], answer["is_down"]) == (True, None, True)
    assert (answer["status_description"], answer["current_check_interval"]) == ("Paused", "1 hour")


def _add_downtimes(registry: Registry, *rows: Downtime) -> None:
    with registry.database.write() as connection:
        for row in rows:
            values = {name: getattr(row, name) for name in Downtime.__struct_fields__ if name != "id"}
            connection.execute(insert(DOWNTIMES).values(values | {"monitor_id": 1}))


def test_downtimes_come_in_pages_with_the_newest_first(watching: Watching) -> None:
    registry, now_ms = watching.registry, watching.now_ms[0]
    registry.monitors.switch_on(watching.site.id)
    documented_ms = _ms("2025-03-30T18:22:07"), _ms("2025-05-22T19:26:19")
    _add_downtimes(
        registry,
        Downtime(
            error="530 Custom Cloudflare Error",
            started_ms=documented_ms[0],
            seen_ms=documented_ms[1],
            ended_ms=documented_ms[1],
            known_ms=documented_ms[1] - documented_ms[0],
        ),
        *[
            Downtime(error="gone", started_ms=now_ms - days * DAY_MS, seen_ms=now_ms, ended_ms=now_ms)
            for days in (60, 31, 30, 2)
        ],
    )
    monitor = registry.monitors.find(watching.site.id)
    assert monitor is not None
    first, second, last, beyond = (
        msgspec.to_builtins(uptime_report(watching.site, monitor, registry.downtimes, now_ms, Page(page, 2)))
        for page in (1, 2, 3, 4)
    )
    assert [row["id"] for row in first["downtimes"]] == [5, 4]
    assert [row["id"] for row in second["downtimes"]] == [3, 2]
    assert last["downtimes"] == [
        {
            "id": 1,
            "error": "530 Custom Cloudflare Error",
            "started_at": "2025-03-30T18:22:07.000Z",
            "ended_at": "2025-05-22T19:26:19.000Z",
            "duration": 4583052,
            "duration_in_words": "53 days",
            "partial": False,
            "ongoing": False,
        }
    ]
    assert last["pagination"] == {"current_page": 3, "per_page": 2, "total_count": 5, "total_pages": 3}
    assert last["summary"] == {"total_downtimes": 5, "ongoing_downtimes": 0, "recent_downtimes_30_days": 2}
    assert beyond["downtimes"] == []


def test_an_ongoing_downtime_is_as_long_as_it_is_now(watching: Watching) -> None:
    registry = watching.registry
    registry.monitors.switch_on(watching.site.id)
    watching.check(up=False)
    watching.check(up=False, after_ms=CONFIRM_MS)
    monitor = registry.monitors.find(watching.site.id)
    assert monitor is not None
    now_ms = watching.now_ms[0] + PERIOD_MS
    answer = uptime_report(watching.site, monitor, registry.downtimes, now_ms, Page(1, 50))
    (row,) = answer.downtimes
    assert (row.ongoing, row.ended_at, row.duration, row.duration_in_words) == (True, None, 310, "5 minutes")
    assert (answer.monitor.is_down, answer.monitor.uptime) == (True, "0.00")
    assert answer.summary.ongoing_downtimes == 1
