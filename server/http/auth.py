"""Who asks: the key in the Authorization header."""

from collections.abc import Callable, Mapping
from enum import Enum

from schemas.errors import UnauthorizedError
from schemas.sites import ApiKey
from server.http.errors import UNAUTHORIZED


class Access(Enum):
    """What a route wants to see."""

    OPEN = "open"
    """Nothing: everybody may come."""
    READ = "read"
    """A key of either kind."""


def bearer_key(headers: Mapping[bytes, bytes], find: Callable[[str], ApiKey | None]) -> ApiKey:
    """The key that the request bears; UnauthorizedError without one, or with one that `find` does not know."""
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin-1").strip().partition(" ")
    key = find(secret.strip()) if scheme.lower() == "bearer" and secret else None
    if key is None:
        raise UnauthorizedError(UNAUTHORIZED)
    return key
