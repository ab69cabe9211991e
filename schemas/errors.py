"""One tree of errors. What a class means over HTTP is one table in `server/errors.py`."""


class HitlakeError(Exception):
    """Everything that Hitlake raises on purpose; its text is fit for the person who caused it."""


class BadInputError(HitlakeError):
    """A value from outside is not acceptable; the text names the value and what is allowed."""


class UnauthorizedError(HitlakeError):
    """No key, or one that is not valid."""


class ForbiddenError(HitlakeError):
    """The key is valid but may not do this."""


class NotFoundError(HitlakeError):
    """There is no such thing."""


class ConflictError(HitlakeError):
    """It is there already, or somebody else holds it."""


class RateLimitedError(HitlakeError):
    """Too many requests; `retry_after_seconds` says when the next may come."""

    def __init__(self, text: str, retry_after_seconds: int) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


class TooLargeError(HitlakeError):
    """A request body over its bound."""


class UnreadableMediaError(HitlakeError):
    """A request body of a kind or coding that is not read here."""


class BusyError(HitlakeError):
    """Not now: the queue is full, the disk is full, or a query ran out of time. Nothing was stored."""

    def __init__(self, text: str, retry_after_seconds: int = 5) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


class DamagedFileError(HitlakeError):
    """A stored file cannot be read; the text names the day and the site."""
