"""`GET /assets/TAG/NAME`: style and script of the pages."""

from starlette.responses import Response

from schemas.errors import NotFoundError
from server.http.calls import Call
from server.http.compression import compressed
from server.http.tags import tagged

HEADERS = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff"}


async def asset(call: Call) -> Response:
    """NotFoundError. An old tag gives the newest file, which is not to be kept then."""
    found = call.app.dashboard.rendering.assets.get(call.values["name"])
    if found is None:
        raise NotFoundError("there is nothing at this address")
    headers = HEADERS if found.tag == call.values["tag"] else HEADERS | {"cache-control": "no-cache"}
    return compressed(
        tagged(Response(found.body, headers=headers, media_type=found.media_type), call.headers), call.headers
    )
