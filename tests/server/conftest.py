"""A real server on a free port, over a folder of its own, with a clock that stands until a test moves it."""

import atexit
import os
import shutil
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import Any, cast

import httpx
import pytest
from sqlalchemy import insert

from engine.ingest.facts import Facts, build_facts
from engine.ingest.places import Places, unpack_shipped
from engine.ingest.visitors import Salts
from engine.uptime.tables import MONITORS
from schemas.sites import AccessType, Site
from server.app import App, opened_app
from server.http.routing import Router
from server.http.tls import opened_tls
from server.routes import ROUTES
from server.serving import address_of, bound_socket, http_server
from server.settings import Settings

BROWSER = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36"
)


@dataclass
class Clock:
    now_ms: int = int(datetime(2026, 3, 10, 12, tzinfo=UTC).timestamp() * 1000)

    def __call__(self) -> int:
        return self.now_ms

    def move(self, *, seconds: float) -> None:
        self.now_ms += int(seconds * 1000)


@dataclass
class Running:
    """`client` is a browser at 127.0.0.1, which is a trusted proxy; `key` reads what is `site`'s."""

    app: App
    clock: Clock
    client: httpx.Client
    site: Site
    key: str
    other_site: Site
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = {"Authorization": f"Bearer {self.key}"}

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.client.get(f"/api/v2{path}", params=query, headers=self.headers)

    def v1(self, path: str, /, **query: str) -> httpx.Response:
        return self.client.get(f"/api/v1{path}", params=query, headers=self.headers)

    def ask(self, report: str, **query: str) -> httpx.Response:
        return self.get(f"/sites/{self.site.hex_id}/{report}", **query)

    def view(self, path: str, visitor: str = "203.0.113.7", **fields: str) -> httpx.Response:
        """A pageview, or an event when `event` is among the fields."""
        query = {"url": f"https://example.com{path}", "path": path.partition("?")[0], **fields}
        return self.client.post(
            f"/collector/{self.site.uid}",
            params=query,
            headers={"X-Forwarded-For": visitor, "Accept-Language": "en-GB"},
        )


@cache
def geo_database() -> Path:
    """The shipped one, unpacked once for all tests."""
    folder = Path(mkdtemp(prefix="hitlake-geo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return unpack_shipped(folder)


@cache
def _facts() -> Facts:
    # Its salts are never asked for: every server puts its own in their place.
    return build_facts(Places(geo_database()), cast("Salts", None))


def facts_of(places: Places, salts: Salts) -> Facts:
    """The same tables for all servers: to build them takes longer than most tests."""
    return replace(_facts(), salts=salts)


@contextmanager
def running_server(folder: Path, clock: Clock, **settings: Any) -> Iterator[tuple[App, str]]:
    chosen = Settings(data=folder, geo_database=geo_database(), **settings)
    with bound_socket("127.0.0.1", 0) as listener, opened_app(chosen, clock, os.urandom, facts_of) as app:
        listener.listen()
        tls = opened_tls(chosen.tls_certificate, chosen.tls_key)
        server = http_server(Router(ROUTES, app), app.watch.stalls, tls)
        address = address_of(listener, "https" if tls else "http")
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield app, address
        finally:
            server.should_exit = True
            thread.join()


def add_resting_monitor(app: App, site: Site) -> None:
    """One that is on, and never due: nothing outside is asked."""
    with app.registry.database.write() as connection:
        connection.execute(
            insert(MONITORS).values(
                site_id=site.id,
                enabled=True,
                auto_paused=True,
                health="unknown",
                up_ms=0,
                down_ms=0,
                counted_ms=app.now_ms(),
                created_ms=app.now_ms(),
                updated_ms=app.now_ms(),
            )
        )


@cache
def trust() -> ssl.SSLContext:
    """For all clients: each would read the authorities anew, 40 ms long."""
    return ssl.create_default_context()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with _running(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all tests of a file that leave it as it was, or don't mind."""
    with _running(tmp_path_factory.mktemp("lasting")) as running:
        yield running


@pytest.fixture
def shared(lasting: Running) -> Running:
    """Accounts and sites of the test's own on the server of all tests of the file, whose clock must not be moved.

    A file takes it for all its tests by a fixture `running` that gives it: to start a server takes longer than most.
    """
    return _with_sites(lasting.app, lasting.clock, lasting.client, token_hex(4))


@contextmanager
def _running(folder: Path) -> Iterator[Running]:
    clock = Clock()
    with (
        running_server(folder, clock) as (app, address),
        httpx.Client(base_url=address, headers={"User-Agent": BROWSER}, timeout=30, verify=trust()) as client,
    ):
        yield _with_sites(app, clock, client, "")


def _with_sites(app: App, clock: Clock, client: httpx.Client, suffix: str) -> Running:
    """The accounts' addresses have the suffix; the sites' domains are the same for every test."""
    owner, other = (app.registry.accounts.add(f"{name}{suffix}@example.com") for name in ("owner", "other"))
    site = app.registry.sites.add(owner.id, "example.com", "My Website")
    other_site = app.registry.sites.add(other.id, "example.org")
    add_resting_monitor(app, site)
    _, key = app.registry.keys.create(owner.id, "", AccessType.READ_ONLY)
    return Running(app, clock, client, site, key, other_site)
