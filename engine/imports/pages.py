"""Which requests of a log are views of a page: successful GETs of what a person looks at.

A log holds every request to a server, a page's script reports only its views. So that both count alike, what a page
loads, what programs fetch, and what is downloaded does not count.
"""

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.ingest.distinct import once_each

if TYPE_CHECKING:
    import polars as pl


class NotPage(StrEnum):
    """Why a request is no page view, in the order in which the reasons are tried."""

    NOT_GET = "not_get"
    NOT_SUCCESSFUL = "not_successful"
    NOT_A_PAGE = "not_a_page"


SENTENCES: dict[NotPage, str] = {
    NotPage.NOT_GET: "not a GET request",
    NotPage.NOT_SUCCESSFUL: "not successful: the status is neither 2xx nor 304",
    NotPage.NOT_A_PAGE: "not a page: an asset, a download, a feed, or a file for programs",
}

_ASSETS = """
    css less scss sass js mjs cjs jsx tsx map wasm swf
    png jpg jpeg jpe jfif gif webp avif apng svg svgz ico cur bmp tif tiff heic heif jxl psd
    woff woff2 ttf otf eot
    mp3 mp4 m4a m4v m4s m3u m3u8 mpd ts ogg oga ogv opus wav flac aac webm mov avi wmv wma flv mkv mpg mpeg 3gp vtt srt
"""
_DOWNLOADS = """
    zip gz tgz bz2 tbz xz txz zst 7z rar tar jar war iso dmg img pkg deb rpm apk msi exe bin dll cab torrent sig asc
    sha256 pdf ps eps doc docx docm odt rtf xls xlsx ods csv tsv ppt pptx odp epub mobi
"""
_FOR_PROGRAMS = """
    xml rss atom rdf json jsonld jsonp geojson yml yaml toml ini cfg conf env txt webmanifest manifest appcache vcf ics
    log db dat sql sqlite bak old orig swp tmp lock pem key crt
"""
EXTENSIONS: tuple[str, ...] = tuple(f"{_ASSETS}{_DOWNLOADS}{_FOR_PROGRAMS}".split())
"""Endings of what is not a page. All else may be one: no ending, .html, .php, .aspx, and `/release-1.2` too."""

NAMES: tuple[str, ...] = (
    *("xmlrpc.php", "wp-cron.php", "wp-login.php", "wp-comments-post.php", "wp-trackback.php", "trackback"),
    *("feed", "rss", "atom", "apple-app-site-association"),
    *("server-status", "nginx_status", "stub_status", "healthz", "livez", "readyz"),
)
"""Last parts of paths that are not pages either; a slash may follow."""

FOLDERS: tuple[str, ...] = (
    *("wp-admin", "wp-content", "wp-includes", "wp-json"),
    *(".well-known", ".git", ".svn", "cdn-cgi", "_next", "_nuxt", "_vti_bin"),
)
"""First parts of paths below which nothing is a page."""


def _one_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


_ADDRESS = r"(?:https?://[^/?#]*)?"
_PAGE_ADDRESS = r"(?i)^(?:https?://[^/?#]+(?:$|[/?#])|/)"
_NOT_A_PAGE = (
    rf"(?i)^{_ADDRESS}[^?#]*\.{_one_of(EXTENSIONS)}(?:$|[?#])"
    rf"|^{_ADDRESS}/(?:[^?#]*/)?{_one_of(NAMES)}/?(?:$|[?#])"
    rf"|^{_ADDRESS}/{_one_of(FOLDERS)}/"
    r"|[?&](?:feed|rest_route)="
)


def not_page(requests: "pl.DataFrame") -> "pl.Series":
    """For each request that parsed the first reason of NotPage; null for a page view."""
    import polars as pl

    status, target = pl.col("status"), pl.col("target")
    other = ~target.str.contains(_PAGE_ADDRESS) | target.str.contains(_NOT_A_PAGE)
    reason = (
        pl.when(pl.col("method") != "GET").then(pl.lit(NotPage.NOT_GET.value))
        .when(~(status.is_between(200, 299) | (status == 304))).then(pl.lit(NotPage.NOT_SUCCESSFUL.value))
        .when(*once_each(requests["target"], other))
        .then(pl.lit(NotPage.NOT_A_PAGE.value))
    )  # fmt: skip
    return requests.select(not_page=reason).to_series()


def page_lists() -> str:
    """The lists for the documentation, in Markdown."""
    rows = (("endings", EXTENSIONS), ("last parts", NAMES), ("first folders", FOLDERS))
    return "\n".join(f"  - {name}: {' '.join(f'`{word}`' for word in sorted(words))}" for name, words in rows)
