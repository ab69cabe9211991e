"""A picture that counts where no script runs."""

import pytest

from server.tracking.pixel import GIF
from tests.server.conftest import Running


@pytest.fixture
def running(shared: Running) -> Running:
    return shared


def test_the_gif_is_the_smallest_there_is() -> None:
    assert (len(GIF), GIF[:6]) == (43, b"GIF89a")


def test_a_page_is_counted_and_gets_its_gif(running: Running) -> None:
    response = running.client.get(f"/pixel/{running.site.uid}.gif?path=/feed/1")
    assert (response.status_code, response.content) == (200, GIF)
    assert response.headers["content-type"] == "image/gif"
    assert "no-store" in response.headers["cache-control"]
    assert running.ask("stats").json()["topPages"] == [{"pathname": "/feed/1", "views": 1}]


def test_without_a_path_the_page_is_the_one_that_shows_the_gif(running: Running) -> None:
    running.client.get(f"/pixel/{running.site.uid}.gif", headers={"Referer": "https://example.com/old?ref=feed"})
    assert running.ask("stats").json()["topPages"] == [{"pathname": "/old", "views": 1}]


def test_with_a_path_the_page_that_shows_the_gif_does_not_matter(running: Running) -> None:
    response = running.client.get(
        f"/pixel/{running.site.uid}.gif?path=/mail", headers={"Referer": "https://mail.example.net/"}
    )
    assert "x-hitlake-dropped" not in response.headers


@pytest.mark.parametrize("query", ["", "?path="])
def test_a_page_that_nobody_names_is_dropped_and_the_gif_still_shown(running: Running, query: str) -> None:
    response = running.client.get(f"/pixel/{running.site.uid}.gif{query}")
    assert (response.status_code, response.content) == (200, GIF)
    assert response.headers["x-hitlake-dropped"] == "bad_page_address"


def test_looking_whether_the_gif_is_there_counts_nothing(running: Running) -> None:
    response = running.client.head(f"/pixel/{running.site.uid}.gif?path=/a")
    assert (response.status_code, response.content, response.headers["content-length"]) == (200, b"", "43")
    assert running.ask("stats").json()["pageviews"] == 0


@pytest.mark.parametrize("path", ["/pixel/UID", "/pixel/UID.png", "/pixel/.gif", "/pixel/UID.gif/x", "/pixel"])
def test_other_addresses_are_not_found(running: Running, path: str) -> None:
    response = running.client.get(path.replace("UID", running.site.uid))
    assert (response.status_code, list(response.json())) == (404, ["error"])
