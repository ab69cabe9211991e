"""What may be watched."""

from urllib.parse import urlsplit

from schemas.errors import BadInputError


def checked_url(text: str) -> str:
    """An address that checks can ask for. Raises BadInputError, naming it."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and text.isprintable()
    except ValueError:
        good = False
    if not good or parts.username is not None:
        raise BadInputError(f"url is {text!r}; it must be an address like https://example.com/health")
    return text
