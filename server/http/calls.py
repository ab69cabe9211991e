"""One request, as handlers get it."""

from collections.abc import Mapping

import msgspec
from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope

from schemas.sites import ApiKey
from server.app import App


class Call(msgspec.Struct, frozen=True):
    """A struct and not Starlette's Request: the collector makes one a hit, and this costs a tenth of it."""

    app: App
    scope: Scope
    receive: Receive
    headers: Mapping[bytes, bytes]
    """Names in lower case; of a header that came twice, the last."""
    values: Mapping[str, str]
    """The parts of the path that the route names."""
    now_ms: int
    key: ApiKey | None = None

    @property
    def account_id(self) -> int:
        """Whose key it is."""
        assert self.key is not None, "only a route that needs a key has an account"
        return self.key.account_id

    @property
    def query(self) -> QueryParams:
        return QueryParams(self.scope["query_string"])

    @property
    def media_type(self) -> bytes:
        """What the body is by its `Content-Type`, in lower case without parameters; empty when that is not told."""
        return self.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()

    @property
    def address(self) -> str | None:
        """The client's, as trusted proxies tell it."""
        peer = self.scope.get("client")
        if b"x-forwarded-for" not in self.headers:
            return peer[0] if peer else None
        lines = [value for name, value in self.scope["headers"] if name == b"x-forwarded-for"]
        return self.app.proxies.client(peer[0] if peer else None, b",".join(lines).decode("latin-1"))
