"""The arithmetic of a day agrees with the time zone database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.demo.clock import HOUR_MS, Clock, clock_of


def test_a_usual_day() -> None:
    assert clock_of(date(2026, 7, 1), ZoneInfo("Asia/Kathmandu")) == Clock(
        midnight_ms=int(datetime(2026, 6, 30, 18, 15, tzinfo=UTC).timestamp() * 1000),
        length_ms=24 * HOUR_MS,
        change_ms=24 * HOUR_MS,
        shift_ms=0,
    )


def test_the_clock_goes_forward() -> None:
    clock = clock_of(date(2026, 3, 8), ZoneInfo("America/New_York"))
    assert (clock.length_ms, clock.change_ms, clock.shift_ms) == (23 * HOUR_MS, 2 * HOUR_MS, HOUR_MS)


def test_the_clock_goes_back() -> None:
    clock = clock_of(date(2026, 11, 1), ZoneInfo("America/New_York"))
    assert (clock.length_ms, clock.change_ms, clock.shift_ms) == (25 * HOUR_MS, 2 * HOUR_MS, -HOUR_MS)


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Beirut"]
)
def test_every_half_hour_of_a_year_has_the_hour_that_the_zone_shows(zone: str) -> None:
    day = date(2026, 1, 1)
    while day.year == 2026:
        clock = clock_of(day, ZoneInfo(zone))
        for elapsed_ms in range(0, clock.length_ms, HOUR_MS // 2):
            shown = datetime.fromtimestamp((clock.midnight_ms + elapsed_ms) / 1000, ZoneInfo(zone))
            assert (shown.date(), shown.hour) == (day, clock.hour(elapsed_ms))
        day += timedelta(days=1)
