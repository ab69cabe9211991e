"""The first start, signing in, and what keeps others out."""

from pathlib import Path

import httpx
import pytest

from engine.registry.site_changes import SiteChanges
from server.dashboard.routes import PAGES
from tests.server.conftest import Clock, Running, running_server, trust
from tests.server.dashboard.conftest import Person

PASSWORD = "correct horse"


@pytest.fixture
def owner(running: Running) -> dict[str, str]:
    """What the owner of `running.site` signs in with."""
    accounts = running.app.registry.accounts
    owner = accounts.find("owner@example.com")
    assert owner is not None
    accounts.set_password(owner.id, PASSWORD)
    return {"email": owner.email, "password": PASSWORD}


def test_the_set_up_link_makes_an_account_and_a_site_once(tmp_path: Path) -> None:
    with running_server(tmp_path, Clock()) as (app, address), httpx.Client(base_url=address, verify=trust()) as client:
        link = f"/setup/{app.dashboard.setup_token}"
        form = {"email": "me@example.com", "password": PASSWORD, "domain": "https://example.com/", "label": "Mine"}

        assert "set-up link" in client.get("/").text
        assert client.get("/setup/" + "0" * 36).status_code == 404
        refused = client.post(link, data=form | {"domain": "no domain"})
        assert (refused.status_code, app.registry.accounts.all()) == (422, [])
        assert "is not a domain" in refused.text
        made = client.post(link, data=form)
        start = client.get(made.headers["location"])

        assert made.status_code == 303
        assert f"{address}/embed/{app.registry.sites.all()[0].uid}.js" in start.text
        assert [site.domain for site in app.registry.sites.all()] == ["example.com"]
        assert client.get(link).status_code == 404
        assert client.post(link, data=form | {"email": "other@example.com"}).status_code == 404


def test_the_start_page_notices_the_first_hit(running: Running, person: Person) -> None:
    poll = f"/sites/{running.site.uid}/start?poll"
    assert person.client.get(poll).json() == {"hit": False}

    running.view("/")

    assert person.client.get(poll).json() == {"hit": True}


def test_who_is_not_signed_in_comes_back_after_signing_in(running: Running, owner: dict[str, str]) -> None:
    goal = f"/sites/{running.site.uid}?range=7d&path=%2Fa"
    with httpx.Client(base_url=running.client.base_url, verify=trust()) as client:
        sent = client.get(goal)
        login = client.get(sent.headers["location"])
        assert 'value="/sites/' in login.text
        assert client.post("/login", data=owner | {"next": goal}).headers["location"] == goal


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert()"])
def test_signing_in_leads_to_no_other_server(running: Running, owner: dict[str, str], goal: str) -> None:
    assert (
        running.client.post("/login", data=owner | {"next": goal}).headers["location"] == f"/sites/{running.site.uid}"
    )


def test_the_cookie_is_for_this_server_and_no_script(running: Running, owner: dict[str, str]) -> None:
    answer = running.client.post("/login", data=owner)

    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_changed_cookie_is_nobody(running: Running, person: Person) -> None:
    cookie = person.client.cookies["hitlake_session"]
    account, _, rest = cookie.partition(".")
    other = f"{int(account) + 1}.{rest}"

    with httpx.Client(base_url=running.client.base_url, cookies={"hitlake_session": other}, verify=trust()) as client:
        assert client.get("/settings").headers["location"].startswith("/login")


def test_guesses_are_slowed_down(running: Running, owner: dict[str, str]) -> None:
    wrong = owner | {"password": "wrong horse"}
    statuses = [running.client.post("/login", data=wrong).status_code for _ in range(11)]

    assert statuses == [401] * 10 + [429]
    assert running.client.post("/login", data=owner).status_code == 429
    running.clock.move(seconds=15 * 60)
    assert running.client.post("/login", data=owner).status_code == 303


def test_signing_out_and_a_new_password_end_sessions(running: Running, owner: dict[str, str], person: Person) -> None:
    with httpx.Client(base_url=running.client.base_url, cookies=dict(person.client.cookies), verify=trust()) as other:
        answer = person.send("/settings", do="password", old_password=PASSWORD, new_password="another horse")
        assert answer.status_code == 303
        assert other.get("/settings").status_code == 303
    assert person.client.get("/settings").status_code == 200
    person.send("/logout")
    assert person.client.get("/settings").status_code == 303


def test_a_form_without_its_token_or_from_another_site_does_nothing(running: Running, person: Person) -> None:
    form = {"name": "", "access": "read_only"}
    token = person.token()

    without = person.client.post("/settings/keys", data=form)
    foreign = person.client.post(
        "/settings/keys", data=form | {"token": token}, headers={"Origin": "https://evil.example"}
    )
    across = person.client.post(
        "/settings/keys", data=form | {"token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert [answer.status_code for answer in (without, foreign, across)] == [403, 403, 403]
    assert "tly-ro-" not in without.text + foreign.text + across.text


def test_every_page_has_a_strict_policy(running: Running, person: Person) -> None:
    names = {"uid": running.site.uid, "token": "x", "tag": "x", "name": "x", "dimension": "path", "key_id": "1"}
    running.app.registry.sites.update(running.site.id, SiteChanges(public=True))
    for route in PAGES:
        if route.method != "GET" or route.path.startswith("/assets"):
            continue
        answer = person.client.get(route.path.format(**names))
        assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"], route.path
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "style=" not in answer.text, route.path
        assert "<script>" not in answer.text, route.path


def test_nobody_sees_the_site_of_another_account(running: Running, person: Person) -> None:
    names = {"uid": running.other_site.uid, "token": "x", "tag": "x", "name": "x", "dimension": "path", "key_id": "1"}
    for route in PAGES:
        if "{uid}" not in route.path:
            continue
        address = route.path.format(**names)
        answer = person.client.get(address) if route.method == "GET" else person.send(address, domain="x.example")
        assert answer.status_code == 404, address
        assert "example.org" not in answer.text
