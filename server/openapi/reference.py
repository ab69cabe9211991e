"""An API with its routes, and what it tells of itself without a key: `GET /api/v1` and `/api/v1/openapi.json`."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import msgspec
from starlette.responses import Response

from schemas.discovery import Discovery, OpenApiDocument
from server.http.auth import Access
from server.http.calls import Call
from server.http.compression import compressed
from server.http.cors import Cors
from server.http.limits import Limit
from server.http.parameters import Parameter, Place
from server.http.routing import Route
from server.http.tags import tagged
from server.openapi.apis import Api
from server.openapi.document import document
from server.openapi.types import Json
from server.version import installed_version

IF_NONE_MATCH = Parameter(
    "If-None-Match",
    "The ETag of an earlier answer: where it still holds, the answer is 304.",
    "a list of ETags",
    str,
    {"type": "string"},
    place=Place.HEADER,
)


class Unchanged(msgspec.Struct, frozen=True):
    """The document is still what the ETag says."""

    http_status: ClassVar[int] = 304


class Reference:
    def __init__(self, api: Api, routes: Sequence[Route]) -> None:
        self.api = api
        open_ = (Access.OPEN, Cors.API, Limit.NONE)
        self.routes = (
            Route("GET", api.path, self.discovery, *open_),
            Route(
                "GET",
                f"{api.path}/openapi.json",
                self.openapi,
                *open_,
                (IF_NONE_MATCH,),
                answers=(OpenApiDocument, Unchanged),
            ),
            *routes,
        )

    async def discovery(self, _call: Call) -> Discovery:
        """What this is, and where to go on."""
        return Discovery("Hitlake", installed_version() or "", self._links)

    async def openapi(self, call: Call) -> Response:
        """This document, as OpenAPI 3.1."""
        response = Response(self._body, headers={"cache-control": "no-cache"}, media_type="application/json")
        return compressed(tagged(response, call.headers), call.headers)

    @cached_property
    def document(self) -> Json:
        return document(self.api, self.routes)

    @cached_property
    def _body(self) -> bytes:
        return msgspec.json.encode(self.document)

    @property
    def _links(self) -> dict[str, str]:
        path = self.api.path
        lists = [route.path for route in self.routes if route.method == "GET" and "{" not in route.path]
        named = {one.removeprefix(f"{path}/"): one for one in lists if one != path}
        return {"self": path, "document": named.pop("openapi.json"), "docs": "/docs", **named}
