"""ETags: a browser that has the answer already is told so instead."""

from collections.abc import Mapping
from hashlib import blake2b

from starlette.responses import Response


def tagged(response: Response, headers: Mapping[bytes, bytes]) -> Response:
    """The response with an ETag of its body, or 304 where the request's headers name it.

    The tag is weak: it also holds for the compressed form.
    """
    tag = f'W/"{blake2b(bytes(response.body), digest_size=9).hexdigest()}"'
    response.headers["etag"] = tag
    if not _names(headers.get(b"if-none-match", b"").decode("latin-1"), tag):
        return response
    kept = {name: response.headers[name] for name in ("etag", "cache-control", "vary") if name in response.headers}
    return Response(status_code=304, headers=kept)


def _names(header: str, tag: str) -> bool:
    tags = [part.strip() for part in header.split(",")]
    return "*" in tags or tag in tags or tag.removeprefix("W/") in tags
