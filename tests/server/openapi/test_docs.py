"""The page for readers has every route, and needs nothing from elsewhere."""

import re
from html import unescape

import pytest

from server.openapi.reading import prose
from server.routes import ROUTES
from tests.server.conftest import Running

API_ROUTES = [route for route in ROUTES if route.path.startswith("/api/")]


@pytest.fixture
def text(running: Running) -> str:
    answer = running.client.get("/docs")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return unescape(answer.text)


def test_every_route_is_there_with_a_request(text: str) -> None:
    articles = re.findall(r"<article .*?</article>", text, re.DOTALL)
    assert len(articles) == len(API_ROUTES)
    for route in API_ROUTES:
        found = [one for one in articles if f"{route.method}</span> <code>{route.path}</code>" in one]
        assert len(found) == 1, route.path
        assert "curl" in found[0]
        assert "Statuses: " in found[0]
        assert all(f"<code>{row.name}</code>" in found[0] for row in route.parameters)


def test_links_within_the_page_lead_somewhere(text: str) -> None:
    links = set(re.findall(r'href="#([^"]+)"', text))
    names = re.findall(r'id="([^"]+)"', text)
    assert links <= set(names)
    assert len(names) == len(set(names))


def test_a_request_is_one_that_works(running: Running, text: str) -> None:
    address = f"{running.client.base_url}".rstrip("/")
    assert f"curl -H 'Authorization: Bearer KEY' \\\n    {address}/api/v1/sites/1/hits" in text
    assert running.v1("/sites/1/hits").status_code == 200


def test_nothing_comes_from_elsewhere_and_no_code_stands_in_the_page(running: Running, text: str) -> None:
    loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]*)"', text)
    assert all(address.startswith("/assets/") for address in loaded)
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", text)
    assert "default-src 'none'" in running.client.get("/docs").headers["content-security-policy"]


def test_the_host_of_a_request_is_text(running: Running) -> None:
    answer = running.client.get("/docs", headers={"X-Forwarded-Proto": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


def test_backticks_become_code_and_the_rest_stays_text() -> None:
    assert str(prose("a `<b>` & c")) == "a <code>&lt;b&gt;</code> &amp; c"
