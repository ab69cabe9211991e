"""`GET /embed/UID.js` and `/embed/UID/min.js`: the script of a site."""

from starlette.responses import Response

from schemas.errors import NotFoundError
from server.http.calls import Call
from server.http.compression import compressed
from server.http.tags import tagged
from server.script.addresses import own_addresses
from server.script.building import script_text
from server.script.options import ScriptOptions

HEADERS = {
    "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
}


async def embed(call: Call) -> Response:
    """NotFoundError for a uid that no site has."""
    site = call.app.registry.sites.by_uid(call.values["uid"])
    if site is None:
        raise NotFoundError("no site has this uid")
    options = ScriptOptions.of(call.query, public=site.public)
    text = script_text(site.uid, options, own_addresses(site, call.scope["path"]))
    response = Response(text, headers=HEADERS, media_type="text/javascript")
    return compressed(tagged(response, call.headers), call.headers)
