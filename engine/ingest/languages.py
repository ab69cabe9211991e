"""The language a browser asks for first."""

HEADER_LENGTH = 50
"""Characters of the header that are looked at."""


def find_language(accept_language: str | None) -> str | None:
    """Primary subtag of the first entry of an Accept-Language header, lower case: `de` for `de-AT,de;q=0.9`."""
    if not accept_language:
        return None
    subtag = accept_language.split(",", 1)[0].split(";", 1)[0].replace("_", "-").split("-", 1)[0].strip().lower()
    return subtag if subtag.isascii() and subtag.isalpha() and len(subtag) in (2, 3) else None
