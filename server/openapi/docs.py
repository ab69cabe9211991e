"""`GET /docs`: the APIs to read, made from their documents."""

from functools import lru_cache

from starlette.responses import Response

from server.dashboard.pages import own_address, page, rendered, signed_in
from server.http.auth import Access
from server.http.calls import Call
from server.http.cors import Cors
from server.http.limits import Limit
from server.http.routing import Route
from server.openapi.reading import Chapter, chapter
from server.openapi.reference import Reference

KEPT = 4
"""A server is reached under few addresses, and they stand in the examples."""


def docs_route(*references: Reference) -> Route:
    @lru_cache(KEPT)
    def chapters(address: str) -> list[Chapter]:
        return [chapter(reference.api.version, reference.document, address) for reference in references]

    @page
    async def docs(call: Call) -> Response:
        found = chapters(own_address(call))
        return rendered(call, "docs.html", signed_in(call), title="The APIs of Hitlake", chapters=found)

    return Route("GET", "/docs", docs, Access.OPEN, Cors.NONE, Limit.NONE)
