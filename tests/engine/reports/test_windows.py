"""A page lies in as few days as can be."""

from datetime import date

from engine.reports.windows import Window, chunks, window
from schemas.questions import Days, Page

FIRST, SECOND, THIRD = (date(2026, 11, day) for day in (3, 7, 8))
COUNTS = {SECOND: 3, THIRD: 5, FIRST: 4}


def days(first: date, last: date) -> Days:
    return Days(first, last.replace(day=last.day + 1))


def test_a_page_within_the_newest_day() -> None:
    assert window(COUNTS, Page(1, 5)) == Window(days(THIRD, THIRD), 0)
    assert window(COUNTS, Page(3, 2)) == Window(days(SECOND, THIRD), 4)


def test_a_page_that_begins_and_ends_with_a_day() -> None:
    assert window({FIRST: 2, SECOND: 2, THIRD: 2}, Page(2, 2)) == Window(days(SECOND, SECOND), 0)


def test_the_last_page_may_be_short() -> None:
    assert window(COUNTS, Page(2, 10)) == Window(days(FIRST, FIRST), 2)
    assert window(COUNTS, Page(1, 100)) == Window(days(FIRST, THIRD), 0)


def test_past_the_last_row_there_is_no_page() -> None:
    assert window(COUNTS, Page(13, 1)) is None
    assert window({}, Page(1, 100)) is None
    assert window({FIRST: 0}, Page(1, 100)) is None


def test_a_chunk_is_as_many_days_as_fit() -> None:
    assert chunks(COUNTS, 7) == [days(FIRST, SECOND), days(THIRD, THIRD)]
    assert chunks(COUNTS, 1) == [days(FIRST, FIRST), days(SECOND, SECOND), days(THIRD, THIRD)]
    assert chunks({}, 7) == []
