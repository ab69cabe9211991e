"""The forms that an answer may have, and which of them a client would like best."""

from collections.abc import Mapping

JSON = "application/json"
CSV = "text/csv"
ARROW = "application/vnd.apache.arrow.stream"

FORMS = (JSON, CSV, ARROW)
"""The first one is what a client gets that likes others as much, or wants none of these."""


def wanted_form(headers: Mapping[bytes, bytes]) -> str:
    """By `Accept`, as RFC 9110 weighs it: the most specific range that fits a form says how much it is liked."""
    accept = headers.get(b"accept", b"").lower()
    if not any(sign in accept for sign in (b"csv", b"arrow", b"text/*")):
        return JSON
    ranges = [_range(part) for part in accept.decode("latin-1").split(",")]
    liking = {form: _liking(form, ranges) for form in FORMS}
    best = max(FORMS, key=lambda form: liking[form])  # the first of equals
    return best if liking[best] > 0 else JSON


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in text.split(";"))
    weight = next((part.partition("=")[2] for part in parameters if part.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def _liking(form: str, ranges: list[tuple[str, float]]) -> float:
    for name in (form, f"{form.partition('/')[0]}/*", "*/*"):
        fitting = [weight for given, weight in ranges if given == name]
        if fitting:
            return max(fitting)
    return 0.0
