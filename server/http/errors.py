"""What an error is over HTTP: one table of statuses, one shape of answer."""

import logging
import traceback

import msgspec
from starlette.responses import Response

from schemas.errors import (
    BadInputError,
    BusyError,
    ConflictError,
    DamagedFileError,
    ForbiddenError,
    HitlakeError,
    NotFoundError,
    RateLimitedError,
    TooLargeError,
    UnauthorizedError,
    UnreadableMediaError,
)

STATUS: dict[type[HitlakeError], int] = {
    HitlakeError: 500,
    BadInputError: 400,
    UnauthorizedError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    TooLargeError: 413,
    UnreadableMediaError: 415,
    RateLimitedError: 429,
    BusyError: 503,
    DamagedFileError: 503,
}

UNAUTHORIZED = "Unauthorized — provide a valid API key"
FORBIDDEN = "Forbidden — you do not have access to this resource"
NO_SUBSCRIPTION = "API access requires an active subscription"
READ_ONLY_KEY = "Forbidden — this key may only read; writing takes one with full access (tly-fa-...)"
RATE_LIMITED = "Rate limit exceeded — wait and retry"
INTERNAL = "Internal server error"

LOGGER = logging.getLogger("hitlake")


class Failure(msgspec.Struct, frozen=True):
    """The body of every error."""

    error: str
    """What is wrong, in words."""


def json_error(text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(Failure(text)), status, headers, "application/json")


def error_response(error: HitlakeError) -> Response:
    """The answer to an error raised on purpose; a 500 tells nothing of the inside."""
    status = STATUS[type(error)]
    if status == 500:
        log_bug(error)
        return json_error(INTERNAL, 500)
    headers = {}
    if isinstance(error, RateLimitedError | BusyError):
        headers["retry-after"] = str(error.retry_after_seconds)
    if isinstance(error, UnauthorizedError):
        headers["www-authenticate"] = "Bearer"
    return json_error(str(error), status, headers)


def bug_response(error: Exception) -> Response:
    """The answer to anything else that was raised."""
    log_bug(error)
    return json_error(INTERNAL, 500)


def log_bug(error: BaseException) -> None:
    """Log where it happened. Texts of exceptions stay out: they may quote an address, an agent or a query."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOGGER.error("%s, while answering a request\n%s", type(error).__name__, frames)
    cause = error.__cause__ or error.__context__
    if cause is not None:
        log_bug(cause)
