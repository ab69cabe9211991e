"""Answers made smaller on their way."""

import gzip
from collections.abc import Mapping

from starlette.responses import Response

LEAST_BYTES = 500
"""Below that, one packet takes it either way."""
LEVEL = 6


def takes_gzip(headers: Mapping[bytes, bytes]) -> bool:
    codings = headers.get(b"accept-encoding", b"").decode("latin-1").lower().split(",")
    for coding in codings:
        name, _, weight = coding.strip().partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def compressed(response: Response, headers: Mapping[bytes, bytes]) -> Response:
    """The same response, with its body gzipped where the request's headers take it and it is worth it."""
    response.headers.add_vary_header("accept-encoding")
    if len(response.body) >= LEAST_BYTES and takes_gzip(headers):
        response.body = gzip.compress(bytes(response.body), LEVEL, mtime=0)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
    return response
