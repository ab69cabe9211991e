"""Which errors a route can answer, and how the document tells them."""

from collections.abc import Mapping

from schemas.errors import (
    BadInputError,
    BusyError,
    ConflictError,
    ForbiddenError,
    HitlakeError,
    NotFoundError,
    RateLimitedError,
    TooLargeError,
    UnauthorizedError,
    UnreadableMediaError,
)
from server.http.auth import Access
from server.http.errors import FORBIDDEN, INTERNAL, NO_SUBSCRIPTION, RATE_LIMITED, READ_ONLY_KEY, UNAUTHORIZED
from server.http.limits import Limit
from server.http.routing import Route
from server.openapi.apis import Api

TEXTS: Mapping[type[HitlakeError], tuple[str, str]] = {
    BadInputError: (
        "A parameter or the body cannot be read; the text names the value and what is allowed.",
        "page is '0'; it must be a whole number from 1 to 1000000000",
    ),
    UnauthorizedError: ("There is no key, or it is not valid.", UNAUTHORIZED),
    ForbiddenError: ("The key may not do this.", FORBIDDEN),
    NotFoundError: ("The account has nothing of this name.", "there is no site '999'"),
    ConflictError: (
        "The name is taken; the text says by what.",
        "custom_uid 'a1' is taken by a kudo for '/about'; choose another",
    ),
    TooLargeError: (
        "The body is longer than the server reads, or has too many rows.",
        "the body is too large; at most 10000000 bytes are read",
    ),
    UnreadableMediaError: (
        "The body is compressed.",
        "content-encoding is 'gzip'; send the body as it is",
    ),
    RateLimitedError: ("The key has made too many requests; `Retry-After` says when to come again.", RATE_LIMITED),
    HitlakeError: ("A bug of the server.", INTERNAL),
    BusyError: (
        "Not now: too much is asked for at once, or a stored file is damaged. Nothing was stored.",
        "the server is stopping",
    ),
}
"""What it means, and the text of an example."""


def failures(api: Api, route: Route) -> list[type[HitlakeError]]:
    found: set[type[HitlakeError]] = {HitlakeError, BusyError, *route.errors}
    if route.parameters:
        found.add(BadInputError)
    if route.body is not None:
        found |= {BadInputError, TooLargeError, UnreadableMediaError}
    if route.access is not Access.OPEN:
        found.add(UnauthorizedError)
    if route.access in (Access.SUBSCRIBER_READ, Access.SUBSCRIBER_WRITE):
        found.add(ForbiddenError)
    if route.limit is not Limit.NONE:
        found.add(RateLimitedError)
    found |= {value.missing for name, value in api.path_values.items() if f"{{{name}}}" in route.path}
    return [error for error in TEXTS if error in found]


def examples(route: Route, error: type[HitlakeError]) -> list[str]:
    """Texts that such an error may have."""
    if error is ForbiddenError and route.access is Access.SUBSCRIBER_WRITE:
        return [NO_SUBSCRIPTION, READ_ONLY_KEY]
    if error is ForbiddenError and route.access is Access.SUBSCRIBER_READ:
        return [NO_SUBSCRIPTION]
    return [TEXTS[error][1]]
