from datetime import UTC, date, datetime

import pytest

from engine.ingest.days import as_date, day_and_hour


def clock(time_zone: str, instant: str) -> tuple[date, int]:
    minute = int(datetime.fromisoformat(instant).replace(tzinfo=UTC).timestamp()) // 60
    day, hour = day_and_hour(time_zone, minute)
    return as_date(day), hour


@pytest.mark.parametrize(
    ("time_zone", "instant", "day", "hour"),
    [
        ("UTC", "1970-01-01T00:00", date(1970, 1, 1), 0),
        ("UTC", "1969-12-31T23:59", date(1969, 12, 31), 23),
        ("Asia/Kathmandu", "2026-11-17T18:14", date(2026, 11, 17), 23),
        ("Asia/Kathmandu", "2026-11-17T18:15", date(2026, 11, 18), 0),
        ("Pacific/Kiritimati", "2026-11-17T09:59", date(2026, 11, 17), 23),
        ("Pacific/Kiritimati", "2026-11-17T10:00", date(2026, 11, 18), 0),
        ("America/New_York", "2026-03-08T04:59", date(2026, 3, 7), 23),
        ("America/New_York", "2026-03-08T05:00", date(2026, 3, 8), 0),
        ("America/New_York", "2026-03-08T06:59", date(2026, 3, 8), 1),
        ("America/New_York", "2026-03-08T07:00", date(2026, 3, 8), 3),
        ("America/New_York", "2026-03-09T03:59", date(2026, 3, 8), 23),
        ("America/New_York", "2026-03-09T04:00", date(2026, 3, 9), 0),
        ("America/New_York", "2026-11-01T05:59", date(2026, 11, 1), 1),
        ("America/New_York", "2026-11-01T06:00", date(2026, 11, 1), 1),
        ("America/New_York", "2026-11-01T07:00", date(2026, 11, 1), 2),
        ("America/New_York", "2026-11-02T04:59", date(2026, 11, 1), 23),
        ("America/New_York", "2026-11-02T05:00", date(2026, 11, 2), 0),
    ],
)
def test_the_day_and_hour_are_those_of_the_clock_on_the_wall(
    time_zone: str, instant: str, day: date, hour: int
) -> None:
    assert clock(time_zone, instant) == (day, hour)


def test_a_clock_that_changed_a_minute_past_midnight_is_right_too() -> None:
    assert clock("America/St_Johns", "2006-10-29T02:30") == (date(2006, 10, 29), 0)
    assert clock("America/St_Johns", "2006-10-29T02:31") == (date(2006, 10, 28), 23)
