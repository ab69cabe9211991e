"""Which requests count as views of a page."""

from pathlib import Path

import polars as pl
import pytest

from engine.imports.formats.combined import Combined
from engine.imports.pages import EXTENSIONS, NotPage, not_page, page_lists
from tests.engine.imports.loglines import combined


def reason(target: str, *, method: str = "GET", status: int = 200) -> str | None:
    requests = Combined().requests(pl.Series([combined(target, method=method, status=status)]))
    found: str | None = not_page(requests)[0]
    return found


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/about",
        "/about/",
        "/index.html",
        "/index.php?id=5&file=a.png",
        "/shop.aspx",
        "/2026/11/release-1.2",
        "/notes.v2/",
        "/photo.jpg/comments",
        "/feedback",
        "/feeds-we-like",
        "/robots",
        "/?utm_source=feed",
        "/wp-content-guide",
        "http://example.com/",
        "http://example.com",
        "HTTP://example.com/a",
        "//double",
        "/a%20b.html#part",
    ],
)
def test_what_people_look_at_counts(target: str) -> None:
    assert reason(target) is None


@pytest.mark.parametrize(
    "target",
    [
        "/favicon.ico",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap-3.xml.gz",
        "/style.css?v=3",
        "/LOGO.PNG",
        "/fonts/a.woff2",
        "/app.js#x",
        "/report.pdf",
        "/feed",
        "/blog/feed/",
        "/comments/feed/?x=1",
        "/?feed=rss2",
        "/atom.xml",
        "/xmlrpc.php",
        "/blog/xmlrpc.php",
        "/wp-cron.php?doing_wp_cron=1",
        "/wp-content/themes/a/page.php",
        "/wp-json/wp/v2/posts",
        "/.well-known/security",
        "/manifest.webmanifest",
        "http://example.com/a.css",
        "*",
        "example.com:443",
        "no-slash",
    ],
)
def test_what_browsers_and_programs_load_does_not(target: str) -> None:
    assert reason(target) == NotPage.NOT_A_PAGE


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_no_listed_ending_counts(extension: str) -> None:
    assert reason(f"/some/file.{extension}") == NotPage.NOT_A_PAGE


@pytest.mark.parametrize(("status", "counts"), [(200, True), (206, True), (304, True), (199, False), (301, False)])
def test_only_successful_requests_count(status: int, counts: bool) -> None:
    assert (reason("/", status=status) is None) is counts


def test_the_first_reason_is_given() -> None:
    assert reason("/a.css", method="POST", status=500) == NotPage.NOT_GET
    assert reason("/a.css", method="HEAD") == NotPage.NOT_GET
    assert reason("/a.css", status=404) == NotPage.NOT_SUCCESSFUL


def test_the_documentation_has_the_lists() -> None:
    assert page_lists() in (Path(__file__).parents[3] / "engine" / "imports" / "README.md").read_text()
