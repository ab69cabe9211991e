"""Debian's Chromium, a server, and pages of another origin that embed its script."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from engine.reports.stats import stats
from schemas.questions import Days
from schemas.sites import Site
from server.app import App
from tests.server.conftest import BROWSER, Clock, running_server

OWNER, PASSWORD = "owner@example.com", "correct horse"

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * 127.0.0.1",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not longer than a module: while it is open, no test of this process can run an event loop."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(user_agent=BROWSER, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@dataclass
class Pages:
    """A web server of somebody else; `texts` are its pages by path, without the query."""

    address: str
    host: str
    texts: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, pages: Pages, *arguments: object) -> None:
        self.pages = pages
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        text = self.pages.texts.get(self.path.partition("?")[0])
        self.send_response(404 if text is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in self.pages.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, *_: object) -> None:
        """Nothing: a test's output is its own."""


@pytest.fixture
def pages() -> Iterator[Pages]:
    """At a name of its own: a port alone comes back, and the sites of earlier tests are still there."""
    pages = Pages("", "")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, pages)) as server:
        pages.host = f"{token_hex(4)}.example.com:{server.server_port}"
        pages.address = f"http://{pages.host}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield pages
        server.shutdown()
        thread.join()


@dataclass
class Hitlake:
    """A server with a site for `pages`."""

    app: App
    address: str
    site: Site

    def script(self, query: str = "") -> str:
        return f'<script defer src="{self.address}/embed/{self.site.uid}.js{query}"></script>'

    def pageviews(self) -> int:
        today = self.app.lake.calendar.today(self.site.id)
        return stats(self.app.sources, self.site, Days.through(today, 1)).pageviews

    def top_pages(self) -> dict[str, int]:
        today = self.app.lake.calendar.today(self.site.id)
        found = stats(self.app.sources, self.site, Days.through(today, 1)).top_pages
        return {row.pathname: row.views for row in found}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, str]]:
    """One for all tests: a site of its own keeps them apart."""
    with running_server(tmp_path_factory.mktemp("data"), Clock()) as (app, address):
        app.registry.accounts.add(OWNER, password=PASSWORD)
        yield app, address


@pytest.fixture
def hitlake(server: tuple[App, str], pages: Pages) -> Hitlake:
    app, address = server
    account = app.registry.accounts.find(OWNER)
    assert account is not None
    return Hitlake(app, address, app.registry.sites.add(account.id, pages.host, "My Website"))


def wait_until(holds: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether it comes to hold in time."""
    deadline = monotonic() + seconds
    while not holds():
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True
