"""The OpenAPI document of an API."""

from collections.abc import Sequence

from server.http.errors import Failure
from server.http.routing import Route
from server.openapi.answers import EMPTY_STATUSES, HEADERS, answer_types
from server.openapi.apis import Api
from server.openapi.operations import SCHEMES, operation
from server.openapi.types import Json, Types
from server.version import installed_version


def document(api: Api, routes: Sequence[Route]) -> Json:
    """OpenAPI 3.1. HEAD goes with every GET and OPTIONS with every path, and neither is told."""
    types = Types([Failure, *(type_ for route in routes for type_ in _types(route))])
    paths: dict[str, Json] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = operation(api, route, types)
    return {
        "openapi": "3.1.0",
        "info": {"title": api.name, "version": installed_version() or "0", "description": api.about},
        "externalDocs": {"url": "/docs", "description": "The same to read."},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": types.components, "headers": _headers(), "securitySchemes": SCHEMES},
    }


def _types(route: Route) -> list[object]:
    body = [] if route.body is None else [route.body]
    return [*(one for one in answer_types(route) if getattr(one, "http_status", 200) not in EMPTY_STATUSES), *body]


def _headers() -> Json:
    """Retry-After goes with a 503 only where the server knows how long; the others are always there."""
    return {name: header | {"required": name != "Retry-After"} for name, header in HEADERS.items()}
