"""From a request to the row of the list of routes, and from the handler's answer to the response."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import Message, Receive, Scope, Send

from schemas.errors import BusyError, HitlakeError, RateLimitedError
from schemas.sites import ApiKey
from server.app import App
from server.http.auth import Access, bearer_key, check_access
from server.http.calls import Call
from server.http.cors import Cors, Headers, answer_headers, preflight_headers
from server.http.direct import Direct, DirectHandler
from server.http.errors import RATE_LIMITED, bug_response, error_response, json_error
from server.http.limits import Limit
from server.http.media import CSV, JSON, wanted_form
from server.http.parameters import Parameter
from server.http.tabular import arrow_of, csv_of
from server.script.addresses import usual_path

NOWHERE = "none"
"""The route of requests that none answers: their own paths are a stranger's to choose."""

_SLASHES = re.compile("/+")

Handler = Callable[[Call], Awaitable[msgspec.Struct | Response]]
"""Answers with a struct, which is sent in the form that the client wants, or with a response that is sent as it is."""


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    """HEAD comes with GET, OPTIONS with all."""
    path: str
    handler: Handler
    access: Access
    cors: Cors
    limit: Limit
    parameters: tuple[Parameter[Any], ...] = ()
    """Of the query and the headers."""
    body: Any = None
    """The type of the body, where it takes one: a struct, or a list of one."""
    answers: tuple[type, ...] = ()
    """The types of what is in the handler's answers, where it answers with responses and not with structs."""
    errors: tuple[type[HitlakeError], ...] = ()
    """Those that are not plain from the rest."""
    direct: DirectHandler | None = None
    """For requests without a body to a path that ends in its only parameter; answers in time, without a task."""

    @property
    def has_tables(self) -> bool:
        """Its answers are data, which is to be had as CSV and Arrow too."""
        return self.method == "GET" and self.access is not Access.OPEN


@dataclass(frozen=True, slots=True)
class Resource:
    """All routes of one path, by method."""

    path: str
    pattern: re.Pattern[str]
    routes: Mapping[str, Route]

    @property
    def methods(self) -> str:
        """As in Allow."""
        return _listed(self.routes)

    @property
    def page_methods(self) -> str:
        """Those that pages of other origins may call: a browser remembers all that one preflight allows."""
        return _listed(method for method, route in self.routes.items() if route.cors is not Cors.NONE)


class Router:
    """The ASGI application."""

    def __init__(self, routes: Sequence[Route], app: App) -> None:
        self._app = app
        self._resources = _by_first_part(routes)
        self.direct = Direct(app, {route.path: route for route in routes if route.direct is not None})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        headers = dict(scope["headers"])
        extra: Headers = []
        resource, values = self._find(scope["path"])
        try:
            response = await self._answer(resource, values, scope, receive, headers, extra)
        except HitlakeError as error:
            response = error_response(error)
        except ClientDisconnect:
            return
        except asyncio.CancelledError:
            # The server is stopping and waits no longer; uvicorn would log a traceback for every such request.
            response = error_response(BusyError("the server is stopping"))
        except Exception as error:  # noqa: BLE001 - the one place where a bug becomes an answer
            response = bug_response(error)
        route = resource.path if resource else NOWHERE
        self._app.watch.requests.add((scope["method"], route, response.status_code))
        if type(response) is Response:
            await _send_whole(response, extra, send)
        else:
            await response(scope, receive, _adding(extra, send))

    async def _answer(
        self,
        resource: Resource | None,
        values: Mapping[str, str],
        scope: Scope,
        receive: Receive,
        headers: Mapping[bytes, bytes],
        extra: Headers,
    ) -> Response:
        """The handler's response; headers that go with it, or with an error raised here, are put into `extra`."""
        if resource is None:
            return json_error("there is nothing at this address", 404)
        route = resource.routes.get(scope["method"])
        if route is None:
            return _other_method(resource, scope["method"], headers)
        extra += answer_headers(route.cors, headers)
        call = Call(self._app, scope, receive, headers, values, self._app.now_ms())
        if route.access is not Access.OPEN:
            call = _admitted(call, route, extra)
        answer = await route.handler(call)
        if isinstance(answer, Response):
            return answer
        form = wanted_form(headers) if route.has_tables else JSON
        return _json(answer) if form == JSON else _as_table(answer, form)

    def _find(self, path: str) -> tuple[Resource | None, dict[str, str]]:
        """Also where slashes are doubled or one is left at the end, as addresses that programs join often have them.

        Of what no route has, a site may have made an address of its own for its script.
        """
        found = self._match(path)
        if found[0] is None and (path.endswith("/") or "//" in path):
            found = self._match(_SLASHES.sub("/", path).rstrip("/"))
        if found[0] is None and (usual := usual_path(path, self._app.registry.sites.by_own_path)):
            found = self._match(usual)
        return found

    def _match(self, path: str) -> tuple[Resource | None, dict[str, str]]:
        for resource in self._resources.get(_first_part(path), ()):
            match = resource.pattern.match(path)
            if match:
                return resource, match.groupdict()
        return None, {}


def _admitted(call: Call, route: Route, extra: Headers) -> Call:
    """The call with its key. Raises what keeps it out; headers that go with that too are put into `extra`."""
    registry = call.app.registry
    key = bearer_key(call.headers, registry.keys.find)
    registry.keys.touch(key)
    if route.limit is not Limit.NONE:
        _count(call, key, route.limit, extra)
    check_access(route.access, key, registry.accounts.by_id)
    return msgspec.structs.replace(call, key=key)


def _count(call: Call, key: ApiKey, limit: Limit, extra: Headers) -> None:
    """Count the request of the key; RateLimitedError when it asked too often."""
    allowance = call.app.limiters[limit].take(key.id, call.now_ms)
    extra += allowance.headers()
    if not allowance.allowed:
        raise RateLimitedError(RATE_LIMITED, allowance.retry_after_seconds(call.now_ms))


def _other_method(resource: Resource, method: str, headers: Mapping[bytes, bytes]) -> Response:
    """What OPTIONS asks for, or the refusal of a method that the resource lacks."""
    wanted = headers.get(b"access-control-request-method", b"").decode("latin-1")
    route = resource.routes.get(wanted) or next(iter(resource.routes.values()))
    if method == "OPTIONS":
        response = Response(status_code=204, headers={"allow": resource.methods})
        response.raw_headers += preflight_headers(route.cors, headers, resource.page_methods)
        return response
    response = json_error(f"the method is {method}; this address allows {resource.methods}", 405)
    response.headers["allow"] = resource.methods
    response.raw_headers += answer_headers(route.cors, headers)
    return response


def _json(answer: msgspec.Struct) -> Response:
    status: int = getattr(answer, "http_status", 200)
    headers = {"cache-control": "no-store"}
    return Response(msgspec.json.encode(answer), status, headers, media_type="application/json")


def _as_table(answer: msgspec.Struct, form: str) -> Response:
    content = csv_of(answer) if form == CSV else arrow_of(answer)
    return Response(content, headers={"cache-control": "no-store", "vary": "accept"}, media_type=form)


async def _send_whole(response: Response, extra: Headers, send: Send) -> None:
    """The response may be one that answers many requests, so nothing is added to its own headers."""
    headers = [*response.raw_headers, *extra]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


def _adding(extra: Headers, send: Send) -> Send:
    async def send_with_extra(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return send_with_extra


def _by_first_part(routes: Sequence[Route]) -> dict[str, list[Resource]]:
    """The resources by the first part of their path, which is a fixed word in all of them."""
    by_path: dict[str, dict[str, Route]] = {}
    for route in routes:
        methods = by_path.setdefault(route.path, {})
        assert route.method not in methods, f"{route.method} {route.path} is there twice"
        methods[route.method] = route
        if route.method == "GET":
            methods["HEAD"] = route
    resources: dict[str, list[Resource]] = {}
    for path, methods in by_path.items():
        resources.setdefault(_first_part(path), []).append(Resource(path, compile_path(path)[0], methods))
    return resources


def _listed(methods: Iterable[str]) -> str:
    return ", ".join([*methods, "OPTIONS"])


def _first_part(path: str) -> str:
    return path[1 : path.find("/", 1)] if path.find("/", 1) > 0 else path[1:]
