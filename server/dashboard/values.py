"""A dimension's value as people read it."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from schemas.questions import Days
from server.dashboard.cards import TABS

_DEVICES = {"desktop": "Desktop", "mobile": "Phone", "tablet": "Tablet"}


def value_text(dimension: str, value: str | None) -> str:
    if value is None:
        return (TABS[dimension].nothing if dimension in TABS else "") or "None"
    if dimension == "country":
        return country_names().get(value, value)
    if dimension == "device":
        return _DEVICES.get(value, value)
    if dimension == "hour":
        return f"{value}:00"
    return value


@lru_cache(1)
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-2 to the English name."""
    lines = (Path(__file__).parent / "data" / "countries.txt").read_text("utf-8").splitlines()
    return {line[:2]: line[3:] for line in lines}


def day_text(day: date) -> str:
    """With its year on the first of January."""
    return f"{day.day} {day:%b} {day.year}" if day.day == 1 and day.month == 1 else f"{day.day} {day:%b}"


def span_text(days: Days) -> str:
    """Such as 28 Oct – 26 Nov 2026."""
    first, last = days.first, days.last
    if first == last:
        return f"{last.day} {last:%b} {last.year}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {first:%b}{year} – {last.day} {last:%b} {last.year}"
