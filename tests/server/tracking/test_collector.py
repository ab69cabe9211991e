"""A hit that was answered 202 is kept and counted; one that is dropped says why."""

from datetime import date

import pytest

from tests.server.conftest import Running


@pytest.fixture
def running(shared: Running) -> Running:
    return shared


def test_a_hit_is_in_the_answers_with_the_very_next_request(running: Running) -> None:
    response = running.view("/pricing?ref=newsletter", referrer="https://www.google.com/search?q=lake")
    assert (response.status_code, response.content) == (202, b"")
    assert "x-hitlake-dropped" not in response.headers
    stats = running.ask("stats").json()
    assert (stats["pageviews"], stats["visitors"]) == (1, 1)
    assert stats["topPages"] == [{"pathname": "/pricing", "views": 1}]
    assert stats["topReferrers"] == [{"referrer": "google.com", "count": 1}]
    assert running.ask("realtime").json() == {
        "activeVisitors": 1,
        "activePages": [{"path": "/pricing", "visitors": 1}],
    }


def test_an_event_is_counted_as_such(running: Running) -> None:
    running.view("/", event="signup.click", event_value="large")
    assert running.ask("events").json() == {"events": [{"name": "signup.click", "count": 1}]}
    assert running.ask("stats").json()["pageviews"] == 0


@pytest.mark.parametrize("content_type", ["application/json", "text/plain;charset=UTF-8", "application/x-unheard-of"])
def test_a_json_body_is_read_whatever_it_is_called(running: Running, content_type: str) -> None:
    response = running.client.post(
        f"/collector/{running.site.uid}",
        content=b'{"url": "https://example.com/a", "path": "/a", "event": "a.b", "props": {"plan": "pro", "n": 3}}',
        headers={"Content-Type": content_type},
    )
    assert response.status_code == 202
    assert running.ask("events").json() == {"events": [{"name": "a.b", "count": 1}]}


def test_query_and_body_are_one_hit_and_the_body_counts_first(running: Running) -> None:
    running.client.post(
        f"/collector/{running.site.uid}?url=https://example.com/a&path=/a", json={"path": "/b", "event_value": 3}
    )
    assert running.ask("stats").json()["topPages"] == [{"pathname": "/b", "views": 1}]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"nope", "malformed"),
        (b'{"path": "/a"', "truncated"),
        (b'["/a"]', "Expected `object`, got `array`"),
        (b'{"path": 3}', "`$.path`"),
        (b'{"props": {"a": [1]}}', "`$.props[...]`"),
        (b'{"path": "\xff"}', "utf-8"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused_and_told_what_is_wrong(
    running: Running, body: bytes, wrong: str
) -> None:
    response = running.client.post(f"/collector/{running.site.uid}", content=body)
    assert response.status_code == 400
    assert response.json()["error"].startswith("the body must be a JSON object: ")
    assert wrong in response.json()["error"]
    assert response.headers["access-control-allow-origin"] == "*"


def test_too_long_a_body_is_refused(running: Running) -> None:
    response = running.client.post(f"/collector/{running.site.uid}", content=b"x" * 65_537)
    assert (response.status_code, response.json()) == (
        413,
        {"error": "the body is too large; at most 65536 bytes are read"},
    )


def test_a_compressed_body_is_refused(running: Running) -> None:
    response = running.client.post(
        f"/collector/{running.site.uid}", content=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}
    )
    assert (response.status_code, list(response.json())) == (415, ["error"])


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_hits_are_posted(running: Running, method: str) -> None:
    response = running.client.request(method, f"/collector/{running.site.uid}?path=/a")
    assert (response.status_code, response.headers["allow"]) == (405, "POST, OPTIONS")


def test_an_unknown_site_is_told_and_costs_the_page_nothing(running: Running) -> None:
    response = running.client.post("/collector/nobody?path=/a")
    assert (response.status_code, response.headers["x-hitlake-dropped"]) == (202, "unknown_site")


@pytest.mark.parametrize(
    ("headers", "query", "reason"),
    [
        ({"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}, "path=/a", "robot"),
        ({"Sec-Purpose": "prefetch;prerender"}, "path=/a", "robot"),
        ({"Purpose": "prefetch"}, "path=/a", "robot"),
        ({"X-Moz": "prefetch"}, "path=/a", "robot"),
        ({}, "url=https://elsewhere.example/a", "foreign_hostname"),
        ({}, "", "bad_page_address"),
    ],
)
def test_what_is_dropped_says_why_and_is_counted(
    running: Running, headers: dict[str, str], query: str, reason: str
) -> None:
    response = running.client.post(
        f"/collector/{running.site.uid}?{query}", headers={"Origin": "https://example.com", **headers}
    )
    assert (response.status_code, response.headers["x-hitlake-dropped"]) == (202, reason)
    assert response.headers["access-control-expose-headers"] == "X-Hitlake-Dropped"
    assert running.ask("stats").json()["pageviews"] == 0
    drops = running.app.registry.drops.of_site(running.site.id, date(2026, 3, 10), date(2026, 3, 11))
    assert {key.value: count for key, count in drops.items()} == {reason: 1}


@pytest.mark.parametrize("headers", [{"DNT": "1"}, {"Sec-GPC": "1"}])
def test_asking_not_to_be_tracked_drops_no_hit_that_tracks_nobody(running: Running, headers: dict[str, str]) -> None:
    response = running.client.post(f"/collector/{running.site.uid}?path=/a", headers=headers)
    assert "x-hitlake-dropped" not in response.headers


def test_the_visitor_is_whom_the_proxy_names(running: Running) -> None:
    for address in ("203.0.113.7", "203.0.113.8", "203.0.113.7:41000", "192.0.2.66, 203.0.113.8"):
        running.view("/a", visitor=address)
    stats = running.ask("stats").json()
    assert (stats["pageviews"], stats["visitors"]) == (4, 2)


def test_a_page_of_another_origin_may_send_with_credentials(running: Running) -> None:
    response = running.client.post(
        f"/collector/{running.site.uid}?path=/a", headers={"Origin": "https://example.com", "Cookie": "a=b"}
    )
    assert response.headers["access-control-allow-origin"] == "https://example.com"
    assert response.headers["access-control-allow-credentials"] == "true"


def test_a_preflight_lets_the_hit_through(running: Running) -> None:
    response = running.client.options(
        f"/collector/{running.site.uid}",
        headers={
            "Origin": "https://example.com",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "https://example.com"
    assert "POST" in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-headers"] == "content-type"


def test_a_server_that_cannot_store_says_so_and_when_to_come_again(running: Running) -> None:
    running.app.lake.intake.stop()
    response = running.view("/a")
    assert (response.status_code, list(response.json())) == (503, ["error"])
    assert int(response.headers["retry-after"]) > 0
