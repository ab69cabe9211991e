"""When an insight is due."""

from datetime import UTC, date, datetime

import pytest

from engine.insights.schedule import days_due, due_day, next_run
from schemas.insights import InsightChoices

ON = InsightChoices()


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "zone", "day", "then"),
    [
        ("2026-03-10T00:59:59", "UTC", "2026-03-09", "2026-03-10T01:00"),
        ("2026-03-10T01:00:00", "UTC", "2026-03-10", "2026-03-11T01:00"),
        ("2026-03-09T19:15:00", "Asia/Kathmandu", "2026-03-10", "2026-03-10T19:15"),
        ("2026-03-08T12:00:00", "America/New_York", "2026-03-08", "2026-03-09T05:00"),
        ("2026-11-01T12:00:00", "America/New_York", "2026-11-01", "2026-11-02T06:00"),
        ("2026-03-28T12:00:00", "Europe/London", "2026-03-28", "2026-03-29T01:00"),
        ("2026-03-09T11:00:00", "Pacific/Kiritimati", "2026-03-10", "2026-03-10T11:00"),
    ],
)
def test_the_hour_is_one_of_the_site_s_clock(now: str, zone: str, day: str, then: str) -> None:
    assert due_day(ms(now), zone) == date.fromisoformat(day)
    assert next_run(ms(now), zone) == datetime.fromisoformat(then).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("considered", "due"),
    [
        (None, ["2026-03-10"]),
        ("2026-03-09", ["2026-03-10"]),
        ("2026-03-10", []),
        ("2026-03-11", []),
        ("2026-03-07", ["2026-03-08", "2026-03-09", "2026-03-10"]),
        ("2025-01-01", [f"2026-03-{day:02d}" for day in range(4, 11)]),
    ],
)
def test_days_that_were_missed_are_caught_up_a_week_back(considered: str | None, due: list[str]) -> None:
    known = date.fromisoformat(considered) if considered else None
    assert days_due(ON, known, date(2026, 3, 10)) == [date.fromisoformat(day) for day in due]


def test_nothing_is_due_where_insights_are_off() -> None:
    assert days_due(InsightChoices(enabled=False), None, date(2026, 3, 10)) == []
