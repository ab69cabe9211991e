"""The five resources, with literal hits and literal answers."""

import pytest

from schemas.sites import AccessType
from tests.server.conftest import Running

REPORTS = ("stats", "realtime", "events", "pageviews")


def test_the_sites_of_the_key_and_no_others(running: Running) -> None:
    assert running.get("/sites").json() == {
        "sites": [
            {
                "siteId": running.site.hex_id,
                "name": "My Website",
                "domain": "example.com",
                "isActive": True,
                "createdAt": "2026-03-10T12:00:00.000Z",
            }
        ]
    }


def test_a_full_access_key_reads_too(running: Running) -> None:
    _, key = running.app.registry.keys.create(running.site.account_id, "", AccessType.FULL)
    response = running.client.get("/api/v2/sites", headers={"Authorization": f"Bearer {key}"})
    assert response.status_code == 200


def test_stats_of_three_visitors(running: Running) -> None:
    running.view("/", "203.0.113.1", referrer="https://www.google.com/")
    running.clock.move(seconds=90)
    running.view("/pricing", "203.0.113.1")
    running.view("/", "203.0.113.2")
    running.view("/pricing", "203.0.113.3")
    running.view("/pricing", "203.0.113.3", event="signup.click")
    assert running.ask("stats").json() == {
        "visitors": 3,
        "pageviews": 4,
        "bounceRate": 33,
        "avgDuration": 30,
        "topPages": [{"pathname": "/", "views": 2}, {"pathname": "/pricing", "views": 2}],
        "topReferrers": [{"referrer": "google.com", "count": 1}],
        "browsers": [{"browser": "Chrome", "count": 4}],
        "countries": [],
    }


def test_a_visitor_is_active_for_five_minutes(running: Running) -> None:
    running.view("/", "203.0.113.1")
    running.clock.move(seconds=240)
    running.view("/pricing", "203.0.113.2")
    assert running.ask("realtime").json()["activeVisitors"] == 2
    running.clock.move(seconds=100)
    assert running.ask("realtime").json() == {
        "activeVisitors": 1,
        "activePages": [{"path": "/pricing", "visitors": 1}],
    }


def test_pageviews_by_day_with_today_as_the_last(running: Running) -> None:
    running.view("/", "203.0.113.1")
    running.view("/pricing", "203.0.113.1")
    answer = running.ask("pageviews").json()
    assert (answer["total"], answer["unique"]) == (2, 1)
    assert [row["date"] for row in answer["chart"]] == [f"2026-03-{day:02}" for day in range(4, 11)]
    assert [row["count"] for row in answer["chart"]] == [0, 0, 0, 0, 0, 0, 2]


def test_pageviews_of_one_page(running: Running) -> None:
    running.view("/", "203.0.113.1")
    running.view("/pricing", "203.0.113.1")
    answer = running.ask("pageviews", pathname="/pricing").json()
    assert (answer["total"], answer["unique"]) == (1, 1)


@pytest.mark.parametrize(("text", "days"), [("7d", 7), ("30d", 30), ("90d", 90)])
def test_a_range_is_so_many_days(running: Running, text: str, days: int) -> None:
    assert len(running.ask("pageviews", range=text).json()["chart"]) == days


@pytest.mark.parametrize("report", ["stats", "events", "pageviews"])
def test_another_range_is_refused_with_what_is_allowed(lasting: Running, report: str) -> None:
    response = lasting.ask(report, range="5d")
    assert (response.status_code, response.json()) == (400, {"error": "range is '5d'; it must be one of 7d, 30d, 90d"})


def test_a_pathname_that_is_none_is_refused(lasting: Running) -> None:
    response = lasting.ask("pageviews", pathname="pricing")
    assert (response.status_code, response.json()) == (
        400,
        {"error": "pathname is 'pricing'; it must be a path that begins with /"},
    )


@pytest.mark.parametrize("report", REPORTS)
def test_foreign_and_unknown_sites_cannot_be_told_apart(lasting: Running, report: str) -> None:
    answers = [lasting.get(f"/sites/{name}/{report}") for name in (lasting.other_site.hex_id, "0" * 24, "x", "%00")]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (403, '{"error":"Forbidden — you do not have access to this resource"}')
    }


@pytest.mark.parametrize("authorization", [None, "Bearer tly-ro-made-up", "Basic YTpi", "Bearer"])
@pytest.mark.parametrize("path", ["/sites", *(f"/sites/{'0' * 24}/{report}" for report in REPORTS)])
def test_without_a_valid_key_nothing_is_told(lasting: Running, path: str, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    response = lasting.client.get(f"/api/v2{path}", headers=headers)
    assert (response.status_code, response.json()) == (401, {"error": "Unauthorized — provide a valid API key"})
    assert "x-ratelimit-limit" not in response.headers


def test_a_revoked_key_is_no_key(running: Running) -> None:
    running.app.registry.keys.revoke(running.app.registry.keys.list()[0].id)
    assert running.get("/sites").status_code == 401


def test_head_is_get_without_the_body(running: Running) -> None:
    full = running.get("/sites")
    head = running.client.head("/api/v2/sites", headers=running.headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == full.headers["content-length"]


def test_a_page_with_a_key_may_read(running: Running) -> None:
    preflight = running.client.options(
        "/api/v2/sites",
        headers={
            "Origin": "https://dash.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "authorization"
    assert "GET" in preflight.headers["access-control-allow-methods"]
    for response in (running.get("/sites"), running.client.get("/api/v2/sites")):
        assert response.headers["access-control-allow-origin"] == "*"
