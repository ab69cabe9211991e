"""Numbers, days, hours and names as a text has them, and which of several wordings it takes."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

LONGEST_NAME = 70

CountryName = Callable[[str], str]


def whole(number: int) -> str:
    return f"{number:,}"


def counted(number: int, unit: str) -> str:
    """`1 view`, `1,204 views`, `34%`."""
    if unit == "percent":
        return f"{number}%"
    return f"{whole(number)} {unit[:-1] if number == 1 else unit}"


def day_name(iso: str) -> str:
    """`Tuesday`: the week has each once."""
    return date.fromisoformat(iso).strftime("%A")


def clock(hour: str) -> str:
    """`2 PM`."""
    number = int(hour)
    return f"{number % 12 or 12} {'AM' if number < 12 else 'PM'}"


def quoted(text: str) -> str:
    """A stranger's text within ours: on one line, of a bounded length, without anything that is not shown.

    What has spaces or stops stands in quotation marks, so that nobody takes it for a sentence of ours.
    """
    plain = "".join(letter if unicodedata.category(letter)[0] not in "CZ" else " " for letter in text)
    plain = " ".join(plain.split())
    short = plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1] + "…"
    return f"“{short}”" if " " in short or not short else short


def page_name(path: str) -> str:
    return "the homepage" if path == "/" else quoted(path)


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


class Choice:
    """Among wordings: the same for a site, a day and a place in the text, and another one on the next day."""

    def __init__(self, site: str, day: date) -> None:
        self._site, self._day = site, day

    def of(self, place: str, wordings: Sequence[str]) -> str:
        return wordings[self._number(place) % len(wordings)]

    def turned(self, place: str, things: Sequence[T]) -> list[T]:
        """In the same order, beginning elsewhere."""
        start = self._number(place) % len(things)
        return [*things[start:], *things[:start]]

    def _number(self, place: str) -> int:
        start = int.from_bytes(blake2b(f"{self._site} {place}".encode(), digest_size=4).digest())
        return start + self._day.toordinal()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
