"""Which pages may call what from a browser."""

from collections.abc import Mapping
from enum import Enum

Headers = list[tuple[bytes, bytes]]


class Cors(Enum):
    NONE = "none"
    """Pages of this server alone."""
    TRACKING = "tracking"
    """Every page, whatever credentials its request bears."""
    API = "api"
    """Every page that has a key."""


def answer_headers(kind: Cors, request: Mapping[bytes, bytes]) -> Headers:
    """The headers that let the page read the answer."""
    if kind is Cors.TRACKING:
        return _tracking_headers(request.get(b"origin"))
    return list(_API) if kind is Cors.API else []


def preflight_headers(kind: Cors, request: Mapping[bytes, bytes], methods: str) -> Headers:
    """The headers that let the page send its request; `methods` as in Allow."""
    if kind is Cors.NONE:
        return []
    asked = request.get(b"access-control-request-headers", b"authorization, content-type")
    return [
        *answer_headers(kind, request),
        (b"access-control-allow-methods", methods.encode()),
        (b"access-control-allow-headers", asked),
        (b"access-control-max-age", b"86400"),
    ]


def _tracking_headers(origin: bytes | None) -> Headers:
    """`sendBeacon` always asks with credentials, and browsers complain of `*` then; so the origin is named.

    Allowing credentials gives nothing away: nothing here reads or sets a cookie, and an answer has what is public.
    `Vary` is not needed, as no cache may keep such an answer.
    """
    if origin is None:
        return [(b"access-control-allow-origin", b"*")]
    return [(b"access-control-allow-origin", origin), (b"access-control-allow-credentials", b"true")]


_API: Headers = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After",
    ),
]
