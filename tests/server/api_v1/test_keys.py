"""Every route with every kind of key."""

import httpx
import pytest

from schemas.sites import AccessType, Subscription
from server.http.auth import Access
from server.http.cors import Cors
from server.http.routing import Route
from server.routes import ROUTES
from tests.server.conftest import Running

KEYED = [route for route in ROUTES if route.path.startswith("/api/v1") and route.access is not Access.OPEN]
READS = [route for route in KEYED if route.access is Access.SUBSCRIBER_READ]
WRITES = [route for route in KEYED if route.access is Access.SUBSCRIBER_WRITE]
OF_A_SITE = [route for route in KEYED if "{site_id}" in route.path]


def ask(running: Running, route: Route, key: str, site_id: object = None) -> httpx.Response:
    """With a body that a write takes or finds fault with; what counts here is who may come so far."""
    path = route.path.format(site_id=site_id or running.site.id, uid="none")
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    return running.client.request(route.method, path, headers=headers, content=b"" if route.method == "GET" else b"{}")


def key_of(running: Running, account_id: int, access: AccessType = AccessType.READ_ONLY) -> str:
    _, secret = running.app.registry.keys.create(account_id, "", access)
    return secret


def test_every_route_that_needs_a_key_is_for_subscribers_and_counted() -> None:
    assert all(route in READS or route in WRITES for route in KEYED)
    assert {route.method for route in READS} == {"GET"}
    assert all(route.access is Access.SUBSCRIBER_WRITE for route in KEYED if route.method != "GET")


@pytest.mark.parametrize("route", KEYED, ids=lambda route: f"{route.method} {route.path}")
def test_without_a_valid_key_nothing_is_told(lasting: Running, route: Route) -> None:
    revoked = key_of(lasting, lasting.site.account_id, AccessType.FULL)
    lasting.app.registry.keys.revoke(lasting.app.registry.keys.list()[-1].id)
    answers = [ask(lasting, route, key) for key in ("x", "tly-ro-made-up", "tly-fa-" + "0" * 40, "%00", revoked)]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (401, '{"error":"Unauthorized — provide a valid API key"}')
    }


@pytest.mark.parametrize("route", KEYED, ids=lambda route: f"{route.method} {route.path}")
def test_without_a_subscription_the_document_s_text_is_the_answer(lasting: Running, route: Route) -> None:
    key = key_of(lasting, lasting.site.account_id, AccessType.FULL)
    accounts, owner = lasting.app.registry.accounts, lasting.site.account_id
    accounts.set_subscription(owner, Subscription.INACTIVE)
    answer = ask(lasting, route, key)
    accounts.set_subscription(owner, Subscription.ACTIVE)
    assert (answer.status_code, answer.json()) == (403, {"error": "API access requires an active subscription"})


@pytest.mark.parametrize("route", OF_A_SITE, ids=lambda route: f"{route.method} {route.path}")
def test_keys_of_one_account_never_reach_another_s_sites(lasting: Running, route: Route) -> None:
    key = key_of(lasting, lasting.site.account_id, AccessType.FULL)
    other = lasting.other_site
    for name in (other.id, other.uid, 999, "nobody", "%00", "9" * 40):
        answer = ask(lasting, route, key, name)
        assert (answer.status_code, list(answer.json())) == (404, ["error"]), name
        assert "example.org" not in answer.text


@pytest.mark.parametrize("route", READS, ids=lambda route: f"{route.method} {route.path}")
@pytest.mark.parametrize("access", list(AccessType))
def test_either_kind_of_key_reads(lasting: Running, route: Route, access: AccessType) -> None:
    answer = ask(lasting, route, key_of(lasting, lasting.site.account_id, access))
    assert answer.status_code == 200


@pytest.mark.skipif(not WRITES, reason="nothing is written through API v1 yet")
@pytest.mark.parametrize("route", WRITES, ids=lambda route: f"{route.method} {route.path}")
def test_a_key_that_may_only_read_writes_nothing(lasting: Running, route: Route) -> None:
    answer = ask(lasting, route, key_of(lasting, lasting.site.account_id))
    assert (answer.status_code, "this key may only read" in answer.json()["error"]) == (403, True)


@pytest.mark.parametrize("route", READS, ids=lambda route: f"{route.method} {route.path}")
def test_head_is_get_without_the_body(lasting: Running, route: Route) -> None:
    path = route.path.format(site_id=lasting.site.id, uid="none")
    full = lasting.client.get(path, headers=lasting.headers)
    head = lasting.client.head(path, headers=lasting.headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == full.headers["content-length"]


@pytest.mark.parametrize("route", KEYED, ids=lambda route: f"{route.method} {route.path}")
def test_a_page_with_a_key_may_read_and_not_write(lasting: Running, route: Route) -> None:
    path = route.path.format(site_id=lasting.site.id, uid="none")
    page = {"Origin": "https://dash.example", "Access-Control-Request-Method": route.method}
    preflight = lasting.client.options(path, headers=page | {"Access-Control-Request-Headers": "authorization"})
    assert preflight.status_code == 204
    reads = route.method == "GET"
    assert (route.cors is Cors.API) is reads
    assert (preflight.headers.get("access-control-allow-origin") == "*") is reads
    if reads:
        assert preflight.headers["access-control-allow-headers"] == "authorization"
        assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        read = lasting.client.get(path, headers=lasting.headers | {"Origin": "https://dash.example"})
        assert read.headers["access-control-allow-origin"] == "*"
