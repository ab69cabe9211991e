"""A dimension's value as people read it."""

from datetime import date

from schemas.countries import country_names
from schemas.questions import Days
from server.dashboard.cards import TABS

_DEVICES = {"desktop": "Desktop", "mobile": "Phone", "tablet": "Tablet"}
_SYSTEMS = {"ga4": "Google Analytics", "matomo": "Matomo", "plausible": "Plausible"}


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


def system_text(name: str) -> str:
    """Of a system whose counts were imported."""
    return _SYSTEMS.get(name, name)


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
