"""Days are half-open, and a range ends with today."""

from datetime import date

import pytest

from schemas.errors import BadInputError
from schemas.questions import Days, Page, Period, TimeZone, parse_period


def test_seven_days_are_today_and_the_six_before() -> None:
    days = Days.through(date(2026, 3, 3), 7)
    assert days == Days(date(2026, 2, 25), date(2026, 3, 4))
    assert (days.last, len(days)) == (date(2026, 3, 3), 7)


def test_days_go_from_the_first_to_the_one_before_the_end() -> None:
    days = Days(date(2026, 2, 27), date(2026, 3, 2))
    assert list(days) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    assert date(2026, 3, 1) in days
    assert date(2026, 3, 2) not in days


def test_no_days_are_no_days() -> None:
    assert list(Days(date(2026, 3, 3), date(2026, 3, 3))) == []


def test_days_cannot_end_before_they_begin() -> None:
    with pytest.raises(AssertionError):
        Days(date(2026, 3, 3), date(2026, 3, 2))


TODAY = date(2026, 3, 31)


def test_a_period_includes_both_its_ends() -> None:
    period = parse_period(date(2026, 3, 1), date(2026, 3, 2), TODAY, TimeZone.UTC)
    assert period == Period(Days(date(2026, 3, 1), date(2026, 3, 3)), TimeZone.UTC)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, Days(date(2026, 3, 1), date(2026, 4, 1))),
        (None, date(2026, 2, 28), Days(date(2026, 1, 29), date(2026, 3, 1))),
        (date(2026, 3, 31), None, Days(date(2026, 3, 31), date(2026, 4, 1))),
    ],
)
def test_a_period_goes_from_30_days_ago_to_today(first: date | None, last: date | None, days: Days) -> None:
    assert parse_period(first, last, TODAY, TimeZone.USER).days == days


def test_a_period_has_its_ends_365_days_apart_and_no_more() -> None:
    assert len(parse_period(date(2025, 3, 31), TODAY, TODAY, TimeZone.USER).days) == 366
    with pytest.raises(BadInputError, match="start_date 2025-03-30 and end_date 2026-03-31 are over 365 days apart"):
        parse_period(date(2025, 3, 30), None, TODAY, TimeZone.USER)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(BadInputError, match="start_date 2026-04-01 is after end_date 2026-03-31"):
        parse_period(date(2026, 4, 1), None, TODAY, TimeZone.USER)


def test_the_third_page_of_ten_begins_after_twenty_rows() -> None:
    assert Page(3, 10).offset == 20
