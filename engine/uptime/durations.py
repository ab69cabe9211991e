"""Durations in words, always the largest unit alone and never rounded up."""

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def in_words(seconds: int) -> str:
    """`53 days`, `2 hours`, `1 minute`, `less than a minute`."""
    for unit, length in _UNITS:
        count = seconds // length
        if count:
            return f"{count} {unit}" + ("s" if count > 1 else "")
    return "less than a minute"
