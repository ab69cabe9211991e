"""Numbers as the reader writes them, by the first language that the browser names."""

from dataclasses import dataclass

_THIN = "\u202f"
_COMMA_DECIMAL = {
    "de": ".", "es": ".", "it": ".", "nl": ".", "pt": ".", "id": ".", "tr": ".", "da": ".", "el": ".", "ro": ".",
    "hr": ".", "sl": ".", "vi": ".", "ca": ".", "fr": _THIN, "pl": _THIN, "ru": _THIN, "uk": _THIN, "cs": _THIN,
    "sk": _THIN, "sv": _THIN, "nb": _THIN, "no": _THIN, "fi": _THIN, "hu": _THIN, "bg": _THIN, "et": _THIN,
}  # fmt: skip
"""What parts the thousands in languages with a decimal comma; all others have a comma and a point."""


@dataclass(frozen=True, slots=True)
class Numbers:
    thousands: str = ","
    point: str = "."

    @classmethod
    def of(cls, accept_language: str) -> "Numbers":
        tag = accept_language.partition(",")[0].partition(";")[0].strip().lower()
        if tag in ("de-ch", "de-li"):
            return cls("’", ".")
        language = tag.partition("-")[0]
        return cls(_COMMA_DECIMAL[language], ",") if language in _COMMA_DECIMAL else cls()

    def whole(self, number: int) -> str:
        return f"{number:,}".replace(",", self.thousands)

    def short(self, number: float) -> str:
        """For the sides of a chart: 1.2k, 30k, 4M."""
        for size, mark in ((1_000_000, "M"), (1_000, "k")):
            if number >= size:
                return self._decimal(number / size) + mark
        return self._decimal(number)

    def percent(self, part: int, whole: int) -> str:
        """One decimal below ten."""
        share = 100 * part / whole if whole else 0.0
        return (f"{share:.0f}" if share >= 9.95 or share == 0 else f"{share:.1f}".replace(".", self.point)) + "%"

    def ratio(self, part: int, whole: int) -> str:
        return f"{part / whole if whole else 0:.1f}".replace(".", self.point)

    def _decimal(self, number: float) -> str:
        return f"{number:.1f}".removesuffix(".0").replace(".", self.point)


def duration_text(milliseconds: int, visits: int) -> str:
    """The mean of a visit, such as 2m 05s."""
    seconds = round(milliseconds / visits / 1000) if visits else 0
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h {minutes:02d}m"
    return f"{minutes}m {seconds:02d}s" if minutes else f"{seconds}s"
