"""Programs as users of the original have them run unchanged against this server: only the host is another."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.sites import AccessType
from tests.server.conftest import Running

PROGRAMS = Path(__file__).parent / "programs"


@pytest.fixture
def visited(running: Running) -> Running:
    """1,203 posts with a view each, some of them with more, and a letter that was opened three times."""
    _, key = running.app.registry.keys.create(running.site.account_id, "", AccessType.FULL)
    running.headers = {"Authorization": f"Bearer {key}"}
    rows = [{"path": f"/post/{number}", "visitor_id": f"reader {number}"} for number in range(1203)]
    rows += [{"path": "/post/7", "visitor_id": "late"}, {"path": "/letters/a+b&c", "visitor_id": "x"}] * 3
    added = running.client.post(f"/api/v1/sites/{running.site.id}/hits/batch", json=rows, headers=running.headers)
    assert added.json()["created_count"] == 1209
    running.view("/post/1", "8.8.8.8")
    running.clock.move(seconds=500)
    running.view("/about", "8.8.8.8")
    return running


def printed(visited: Running, name: str, *arguments: object) -> Any:
    """What the program writes; its host and key are all that it is told."""
    key = visited.headers["Authorization"].removeprefix("Bearer ")
    environment = {"PATH": os.environ["PATH"], "HOST": str(visited.client.base_url), "TINYLYTICS_KEY": key}
    command = [sys.executable, str(PROGRAMS / f"{name}.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_popular_posts(visited: Running) -> None:
    popular = [["/post/7", 4], ["/post/1", 2], ["/post/0", 1]]
    assert printed(visited, "popular_posts", visited.site.id) == {"pages": 2, "posts": 1203, "popular": popular}


def test_an_open_counter_of_e_mails(visited: Running) -> None:
    assert printed(visited, "open_counter", visited.site.uid, "/letters/a+b&c") == {"opens": 3, "rows": 1}
    assert printed(visited, "open_counter", visited.site.uid, "/letters/other") == {"opens": 0, "rows": 0}


def test_a_list_of_sites(visited: Running) -> None:
    row = [visited.site.uid, "https://example.com", "My Website", 1211, 0, True]
    assert printed(visited, "site_list") == {"count": 1, "sites": [row]}


def test_a_dashboard(visited: Running) -> None:
    assert printed(visited, "dashboard", visited.site.id) == {
        "top": [["/post/7", 4, 2], ["/post/1", 2, 2]],
        "journey": ["/post/1", "/about"],
        "took": "8m",
        "bounce_rate": 99.8,
        "browsers": [{"browser_name": None, "hit_count": 1209}, {"browser_name": "Chrome", "hit_count": 2}],
        "kudos": ["letter-1"],
        "kudos_left": 0,
    }
