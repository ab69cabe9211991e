"""Every status that a route can answer, with what is in the answer and the headers that go with it."""

from collections.abc import Mapping
from http import HTTPStatus
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from schemas.errors import BusyError, HitlakeError, RateLimitedError, UnauthorizedError
from server.http.errors import STATUS, Failure
from server.http.limits import Limit
from server.http.media import ARROW, CSV, JSON
from server.http.routing import Route
from server.openapi.apis import Api
from server.openapi.failures import TEXTS, examples, failures
from server.openapi.samples import sample
from server.openapi.types import Json, Types

HEADERS: Mapping[str, Json] = {
    "X-RateLimit-Limit": {"description": "Requests that the key may make in a window.", "schema": {"type": "integer"}},
    "X-RateLimit-Remaining": {"description": "Those that are left of it.", "schema": {"type": "integer"}},
    "X-RateLimit-Reset": {
        "description": "When the next window begins, in epoch milliseconds.",
        "schema": {"type": "integer"},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
    "WWW-Authenticate": {"description": "Bearer.", "schema": {"const": "Bearer"}},
    "ETag": {"description": "Of the content, for `If-None-Match`.", "schema": {"type": "string"}},
}

TABLES: Mapping[str, Json] = {
    CSV: {"schema": {"type": "string"}},
    ARROW: {"schema": {"type": "string", "contentMediaType": ARROW}},
}
"""The same answer as rows, for who asks for it with `Accept`."""

EMPTY_STATUSES = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


def answer_types(route: Route) -> tuple[Any, ...]:
    """What its handler answers."""
    if route.answers:
        return route.answers
    hint = get_type_hints(route.handler)["return"]
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def answers(api: Api, route: Route, types: Types) -> Json:
    """The `responses` of the route's operation."""
    by_status: dict[int, list[Any]] = {}
    for type_ in answer_types(route):
        by_status.setdefault(getattr(type_, "http_status", 200), []).append(type_)
    found = {status: _success(route, status, of_status, types) for status, of_status in by_status.items()}
    found |= {STATUS[error]: _failure(route, error, types) for error in failures(api, route)}
    return {str(status): found[status] for status in sorted(found)}


def _success(route: Route, status: int, of_status: list[Any], types: Types) -> Json:
    told = [_text(type_) for type_ in of_status if _text(type_)]
    answer: Json = {
        "description": " Or: ".join(told) or HTTPStatus(status).phrase,
        "headers": _headers(route),
    }
    if route.answers:
        answer["headers"] = {"ETag": _reference("ETag"), **answer["headers"]}
    if status not in EMPTY_STATUSES:
        answer["content"] = {JSON: _content(of_status, types)}
        if route.has_tables:
            answer["content"] |= TABLES
    return answer


def _content(of_status: list[Any], types: Types) -> Json:
    schemas = [types.schema(type_) for type_ in of_status]
    if len(schemas) == 1:
        return {"schema": schemas[0], "example": sample(of_status[0])}
    named = {type_.__name__: {"summary": _text(type_), "value": sample(type_)} for type_ in of_status}
    return {"schema": {"anyOf": schemas}, "examples": named}


def _text(type_: Any) -> str:
    """A struct without a docstring has that of its base."""
    own = type_.__dict__.get("__doc__") if isinstance(type_, type) and issubclass(type_, msgspec.Struct) else None
    return " ".join((own or "").split())


def _failure(route: Route, error: type[HitlakeError], types: Types) -> Json:
    texts = examples(route, error)
    content: Json = {"schema": types.schema(Failure)}
    if len(texts) == 1:
        content["example"] = {"error": texts[0]}
    else:
        content["examples"] = {f"{n}": {"value": {"error": text}} for n, text in enumerate(texts, 1)}
    headers = {} if error is UnauthorizedError else _headers(route)
    if error is UnauthorizedError:
        headers["WWW-Authenticate"] = _reference("WWW-Authenticate")
    if error in (RateLimitedError, BusyError):
        headers["Retry-After"] = _reference("Retry-After")
    return {"description": TEXTS[error][0], "headers": headers, "content": {"application/json": content}}


def _headers(route: Route) -> Json:
    if route.limit is Limit.NONE:
        return {}
    return {name: _reference(name) for name in HEADERS if name.startswith("X-RateLimit")}


def _reference(header: str) -> Json:
    return {"$ref": f"#/components/headers/{header}"}
