"""A server whose site has hits, events and monitoring, and whose keys may ask as often as they like."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from schemas.sites import AccessType
from tests.server.conftest import BROWSER, Clock, Running, add_resting_monitor, running_server, trust


@pytest.fixture
def visited(tmp_path: Path) -> Iterator[tuple[Running, dict[str, str]]]:
    """With the keys by the names that the documents give them."""
    clock = Clock()
    limits = {"v1_requests_per_hour": 1_000_000, "v2_requests_per_minute": 1_000_000}
    with (
        running_server(tmp_path, clock, **limits) as (app, address),
        httpx.Client(base_url=address, headers={"User-Agent": BROWSER}, timeout=30, verify=trust()) as client,
    ):
        account, other = (app.registry.accounts.add(name) for name in ("owner@example.com", "other@example.com"))
        site = app.registry.sites.add(account.id, "example.com", "My Website")
        other_site = app.registry.sites.add(other.id, "example.org")
        add_resting_monitor(app, site)
        _, reading = app.registry.keys.create(account.id, "", AccessType.READ_ONLY)
        _, full = app.registry.keys.create(account.id, "", AccessType.FULL)
        running = Running(app, clock, client, site, reading, other_site)
        for number in range(40):
            running.view(f"/page/{number % 7}", f"8.8.8.{number % 9}", referrer="https://news.ycombinator.com/")
        running.view("/pricing", "8.8.8.8", event="signup.click", event_value="header")
        yield running, {"readOnlyKey": reading, "fullAccessKey": full}
