"""`GET /pixel/UID.gif`: a hit from a page or feed that runs no script."""

from starlette.responses import Response

from server.http.calls import Call
from server.tracking.hits import DROPPED_HEADERS, page_hit, store
from server.tracking.queries import parse_query

GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""One transparent point."""

HEADERS = {
    "cache-control": "no-store, no-cache, must-revalidate, max-age=0",
    "cross-origin-resource-policy": "cross-origin",
}

STORED = Response(GIF, headers=HEADERS, media_type="image/gif")
DROPPED = {
    reason: Response(GIF, headers=HEADERS | headers, media_type="image/gif")
    for reason, headers in DROPPED_HEADERS.items()
}


async def pixel(call: Call) -> Response:
    """The gif, once the hit is on disk; also when it is dropped, with the reason in a header."""
    values = parse_query(call.scope["query_string"])
    if "url" not in values and "path" not in values and b"referer" in call.headers:
        values = {**values, "url": call.headers[b"referer"].decode("latin-1")}
    dropped = await store(call, page_hit(call, values))
    return DROPPED[dropped] if dropped else STORED
