"""Where a page of a long list lies among its days, so that no other day has to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.questions import Days, Page


@dataclass(frozen=True, slots=True)
class Window:
    """The days that hold the page, and how many of their newest rows come before it."""

    days: Days
    skipped: int


def window(counts: Mapping[date, int], page: Page) -> Window | None:
    """`counts` has the rows of each day; rows come newest first. None where the page is past the last row."""
    before, last, skipped = 0, None, 0
    for day in sorted(counts, reverse=True):
        after = before + counts[day]
        if last is None and after > page.offset:
            last, skipped = day, page.offset - before
        if last is not None and after >= page.offset + page.size:
            return Window(Days(day, last + timedelta(days=1)), skipped)
        before = after
    return None if last is None else Window(Days(min(counts), last + timedelta(days=1)), skipped)


def chunks(counts: Mapping[date, int], most: int) -> list[Days]:
    """The days in runs that hold at most so many rows together, or a single day with more."""
    found: list[Days] = []
    rows = 0
    for day in sorted(counts):
        if found and rows + counts[day] <= most:
            found[-1] = Days(found[-1].first, day + timedelta(days=1))
            rows += counts[day]
        else:
            found.append(Days(day, day + timedelta(days=1)))
            rows = counts[day]
    return found
