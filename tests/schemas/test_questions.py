"""Days are half-open, and a range ends with today."""

from datetime import date

import pytest

from schemas.errors import BadInputError
from schemas.questions import Days, parse_range


def test_seven_days_are_today_and_the_six_before() -> None:
    days = parse_range("7d", date(2026, 3, 3))
    assert days == Days(date(2026, 2, 25), date(2026, 3, 4))
    assert (days.last, len(days)) == (date(2026, 3, 3), 7)


@pytest.mark.parametrize(("text", "count"), [("7d", 7), ("30d", 30), ("90d", 90)])
def test_a_range_has_as_many_days_as_it_says(text: str, count: int) -> None:
    assert len(list(parse_range(text, date(2026, 3, 3)))) == count


@pytest.mark.parametrize("text", ["", "7", "7D", "365d", " 7d"])
def test_another_range_is_refused_with_its_value_and_the_allowed_ones(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_range(text, date(2026, 3, 3))
    assert str(caught.value) == f"range is {text!r}; allowed are 7d, 30d, 90d"


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
