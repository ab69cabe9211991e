"""What `/metrics` counts, and who may see it."""

import re
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.server.conftest import BROWSER, Running
from tests.server.health.conftest import KEY, Watched

README = Path(__file__).parents[3] / "README.md"
ROBOT = "Googlebot/2.1 (+http://www.google.com/bot.html)"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {KEY}"}])
def test_without_the_key_nothing_is_shown(watched: Watched, headers: dict[str, str]) -> None:
    answer = watched.client.get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert "hitlake_" not in answer.text


@pytest.mark.parametrize("key", ["x", "None"])
def test_where_no_key_is_set_nobody_may_look(running: Running, key: str) -> None:
    assert running.client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    assert running.client.get("/metrics", headers={"Authorization": f"Bearer {running.key}"}).status_code == 401


def test_hits_are_counted_by_what_became_of_them(watched: Watched) -> None:
    for agent in (BROWSER, BROWSER, ROBOT):
        assert watched.view(**{"User-Agent": agent}).status_code == 202
    assert watched.metric("hitlake_hits_total", outcome="stored") == 2
    assert watched.metric("hitlake_hits_total", outcome="dropped") == 1
    assert watched.metric("hitlake_hits_total", outcome="refused") == 0
    assert watched.metric("hitlake_dropped_hits_total", reason="robot") == 1
    assert watched.metric("hitlake_commit_seconds_count") == 2
    assert watched.metric("hitlake_unflushed_hits") == 2
    assert watched.metric("hitlake_last_hit_timestamp_seconds", site="1") == watched.clock.now_ms / 1000


def test_what_cannot_be_stored_is_counted_as_refused(watched: Watched) -> None:
    (watched.data / "journal").rmdir()
    assert watched.view().status_code == 503
    assert watched.metric("hitlake_hits_total", outcome="refused") == 1


def test_requests_are_counted_by_route_and_not_by_path(watched: Watched) -> None:
    watched.view()
    watched.client.get("/secret/place")
    labels = {"method": "POST", "route": "/collector/{uid}", "status": "202"}
    assert watched.metric("hitlake_http_requests_total", **labels) == 1
    assert watched.metric("hitlake_http_requests_total", method="GET", route="none", status="404") == 1
    text = watched.client.get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
    assert "secret" not in text
    assert watched.uid not in text
    assert "example.com" not in text


def test_questions_and_caches_are_counted(watched: Watched) -> None:
    watched.view()
    watched.view()
    site = watched.app.registry.sites.all()[0]
    watched.app.lifetimes.counts([site])
    assert (watched.metric("hitlake_queries_total", outcome="answered") or 0) >= 1
    assert (watched.metric("hitlake_query_seconds_count") or 0) >= 1
    assert (watched.metric("hitlake_cache_lookups_total", cache="page", found="yes") or 0) >= 1


def test_the_loop_is_watched(watched: Watched) -> None:
    watched.wait(lambda: (watched.metric("hitlake_loop_stall_seconds_count") or 0) > 1)


def test_openmetrics_is_spoken_where_it_is_asked_for(watched: Watched) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Accept": "application/openmetrics-text; version=1.0.0"}
    answer = watched.client.get("/metrics", headers=headers)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    families = {family.name for family in text_string_to_metric_families(answer.text)}  # type: ignore[no-untyped-call]
    assert {"hitlake_hits", "hitlake_build", "process_resident_memory_bytes"} <= families


def test_every_metric_is_in_the_readme(watched: Watched) -> None:
    text = watched.client.get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
    names = re.findall(r"^# TYPE (hitlake_\w+) ", text, re.MULTILINE)
    readme = README.read_text()
    assert len(names) > 20
    assert [name for name in names if f"`{name}`" not in readme] == []
