"""From an address to its handler, and every error in one shape."""

import asyncio
import re

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Message

from schemas.errors import DamagedFileError
from server.http.auth import Access
from server.http.calls import Call
from server.http.cors import Cors
from server.http.limits import Limit
from server.http.routing import Handler, Route, Router
from server.routes import ROUTES
from tests.server.conftest import Running


def answer(running: Running, handler: Handler, method: str = "GET") -> httpx.Response:
    router = Router([Route("GET", "/a/{name}", handler, Access.OPEN, Cors.API, Limit.NONE)], running.app)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(router), base_url="http://test") as client:
            return await client.request(method, "/a/b%20c?token=secret")

    return asyncio.run(ask())


def some_address(route: Route) -> str:
    """The route's path with any word in its places."""
    return re.sub(r"{\w+}", "word", route.path)


@pytest.mark.parametrize("path", ["/api/v2/me", "/api/v2/site", "/collector", "/collector/a/b", "//"])
def test_an_address_that_leads_nowhere_is_a_404_in_json(lasting: Running, path: str) -> None:
    response = lasting.client.get(f"{lasting.client.base_url}".rstrip("/") + path)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")
    assert response.json() == {"error": "there is nothing at this address"}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method == "GET"], ids=lambda route: route.path)
def test_a_method_that_is_not_there_is_a_405_that_names_the_others(lasting: Running, route: Route) -> None:
    response = lasting.client.delete(some_address(route))
    others = [other.method for other in ROUTES if other.path == route.path]
    allowed = ", ".join(["GET", "HEAD", *(method for method in others if method != "GET"), "OPTIONS"])
    assert (response.status_code, response.headers["allow"]) == (405, allowed)
    assert response.json() == {"error": f"the method is DELETE; this address allows {allowed}"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_answers_options(lasting: Running, route: Route) -> None:
    response = lasting.client.options(some_address(route))
    assert (response.status_code, response.content) == (204, b"")
    assert route.method in response.headers["allow"]


def test_a_limit_per_key_needs_a_key() -> None:
    assert all(route.access is not Access.OPEN for route in ROUTES if route.limit is not Limit.NONE)


def test_a_handler_gets_the_named_parts_of_the_path(lasting: Running) -> None:
    async def name(call: Call) -> Response:
        return Response(call.values["name"])

    assert answer(lasting, name).text == "b c"


def test_a_bug_tells_nothing_of_the_inside(lasting: Running, caplog: pytest.LogCaptureFixture) -> None:
    async def break_down(call: Call) -> Response:
        raise KeyError(call.query["token"])

    response = answer(lasting, break_down)
    assert (response.status_code, response.json()) == (500, {"error": "Internal server error"})
    assert response.headers["access-control-allow-origin"] == "*"
    logged = [record.getMessage() for record in caplog.records if record.name == "hitlake"]
    assert len(logged) == 1
    assert "break_down" in logged[0]
    assert "secret" not in logged[0]


def test_a_damaged_day_is_named_with_its_site(lasting: Running) -> None:
    async def break_down(call: Call) -> Response:
        raise DamagedFileError("the hits of 2026-11-22 of site 7 cannot be read")

    response = answer(lasting, break_down)
    assert (response.status_code, response.json()) == (
        503,
        {"error": "the hits of 2026-11-22 of site 7 cannot be read"},
    )


def test_a_request_that_is_given_up_when_the_server_stops_is_told_to_come_again(lasting: Running) -> None:
    sent: list[Message] = []

    async def wait(call: Call) -> Response:
        await asyncio.get_running_loop().create_future()
        raise AssertionError

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        router = Router([Route("GET", "/a", wait, Access.OPEN, Cors.NONE, Limit.NONE)], lasting.app)
        scope = {"type": "http", "method": "GET", "path": "/a", "query_string": b"", "headers": []}
        task = asyncio.ensure_future(router(scope, receive, send))
        await asyncio.sleep(0)
        task.cancel()
        await task

    asyncio.run(ask())
    assert (sent[0]["status"], dict(sent[0]["headers"])[b"retry-after"]) == (503, b"5")


def test_a_response_that_handlers_share_is_not_changed_by_what_goes_with_it(lasting: Running) -> None:
    shared = Response(status_code=202)

    async def share(call: Call) -> Response:
        return shared

    assert answer(lasting, share).headers["access-control-allow-origin"] == "*"
    assert shared.raw_headers == [(b"content-length", b"0")]
