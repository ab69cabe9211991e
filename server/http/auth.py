"""Who asks, and what their key may do: the key in the Authorization header."""

from collections.abc import Callable, Mapping
from enum import Enum

from schemas.errors import ForbiddenError, UnauthorizedError
from schemas.sites import AccessType, Account, ApiKey, Subscription
from server.http.errors import NO_SUBSCRIPTION, READ_ONLY_KEY, UNAUTHORIZED


class Access(Enum):
    """What a route wants to see."""

    OPEN = "open"
    """Nothing: everybody may come."""
    READ = "read"
    """A key of either kind."""
    SUBSCRIBER_READ = "subscriber read"
    """A key of either kind, of an account with an active subscription."""
    SUBSCRIBER_WRITE = "subscriber write"
    """A key with full access, of an account with an active subscription."""


def bearer_key(headers: Mapping[bytes, bytes], find: Callable[[str], ApiKey | None]) -> ApiKey:
    """The key that the request bears; UnauthorizedError without one, or with one that `find` does not know."""
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin-1").strip().partition(" ")
    key = find(secret.strip()) if scheme.lower() == "bearer" and secret else None
    if key is None:
        raise UnauthorizedError(UNAUTHORIZED)
    return key


def check_access(access: Access, key: ApiKey, account_of: Callable[[int], Account | None]) -> None:
    """ForbiddenError where the key may not do what the route wants."""
    if access not in (Access.SUBSCRIBER_READ, Access.SUBSCRIBER_WRITE):
        return
    account = account_of(key.account_id)
    if account is None or account.subscription is not Subscription.ACTIVE:
        raise ForbiddenError(NO_SUBSCRIPTION)
    if access is Access.SUBSCRIBER_WRITE and key.access is not AccessType.FULL:
        raise ForbiddenError(READ_ONLY_KEY)
