"""Requests that are answered without a task of their own: most of what a hit costs is what is done around it.

uvicorn's scope, cycle and messages, the task, the look-up of the route and a response made anew took more than all that
is done with a hit. With them a hit takes 2.4 times the processor time of an empty answer, and without them 1.8 times.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NoReturn

from starlette.responses import Response

from schemas.errors import HitlakeError
from server.http.calls import Call
from server.http.cors import Cors, answer_headers
from server.http.errors import bug_response, error_response

if TYPE_CHECKING:
    from server.app import App
    from server.http.routing import Route

Answer = Callable[[Response | HitlakeError], None]
"""To be called once, in the event loop, now or later."""

DirectHandler = Callable[[Call, Answer], None]

Send = Callable[[int, bytes], None]
"""Takes a status, and all headers but the date with the body behind them."""

Start = Callable[[Send], None]

_PLAIN = re.compile(rb"[ -~]*")


class Direct:
    """The routes that have a direct handler, by method and path up to their parameter."""

    def __init__(self, app: "App", routes: Mapping[str, "Route"]) -> None:
        self._app = app
        self._routes: dict[tuple[bytes, bytes], tuple[Route, DirectHandler, str]] = {}
        for path, route in routes.items():
            start, _, name = path.rstrip("}").partition("{")
            assert route.direct is not None, f"{path} has no direct handler"
            self._routes[route.method.encode(), start.encode()] = (route, route.direct, name)

    def find(
        self, method: bytes, url: bytes, header_list: list[tuple[bytes, bytes]], client: tuple[str, int] | None
    ) -> Start | None:
        """What answers the request, or None where it is to go the usual way."""
        end = url.find(b"/", 1) + 1
        found = self._routes.get((method, url[:end]))
        if found is None:
            return None
        value, _, query = url[end:].partition(b"?")
        headers = dict(header_list)
        if not value.isalnum() or b"#" in query or _has_body(headers):
            return None
        if not _PLAIN.fullmatch(headers.get(b"origin", b"")):
            return None
        route, handler, name = found
        scope = {"method": route.method, "client": client, "headers": header_list, "query_string": query}
        call = Call(self._app, scope, _no_body, headers, {name: value.decode()}, self._app.now_ms())
        return partial(self._start, call, route, handler)

    def _start(self, call: Call, route: "Route", handler: DirectHandler, send: Send) -> None:
        def answer(outcome: Response | HitlakeError) -> None:
            response = error_response(outcome) if isinstance(outcome, HitlakeError) else outcome
            self._app.watch.requests.add((route.method, route.path, response.status_code))
            send(response.status_code, _encoded(response, route.cors, call.headers.get(b"origin")))

        try:
            handler(call, answer)
        except HitlakeError as error:
            answer(error)
        except Exception as error:  # noqa: BLE001 - as in Router: the place where a bug becomes an answer
            answer(bug_response(error))


def _has_body(headers: Mapping[bytes, bytes]) -> bool:
    return headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers or b"expect" in headers


async def _no_body() -> NoReturn:
    raise AssertionError("a direct handler reads no body")


@lru_cache(1000)
def _encoded(response: Response, cors: Cors, origin: bytes | None) -> bytes:
    """Nearly all hits get one of few responses, and a site's pages have one origin: put together once for all."""
    headers = [*response.raw_headers, *answer_headers(cors, {b"origin": origin} if origin is not None else {})]
    return b"".join(b"%s: %s\r\n" % header for header in headers) + b"\r\n" + bytes(response.body)
