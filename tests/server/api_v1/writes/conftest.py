"""A program that writes to a site with a key of full access."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from schemas.sites import AccessType
from tests.server.conftest import Running


@dataclass
class Program:
    running: Running
    key: str
    path: str
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = {"Authorization": f"Bearer {self.key}"}

    def post(self, what: str, sent: Any, **headers: str) -> httpx.Response:
        """`sent` as JSON, or as it is when it is bytes. `idempotency_key` is the header of that name."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"content": sent} if isinstance(sent, bytes) else {"json": sent}
        return self.running.client.post(f"{self.path}/{what}", headers=self.headers | named, **body)

    def hits(self, **query: str) -> list[dict[str, Any]]:
        """The stored pageviews, oldest first."""
        response = self.running.client.get(f"{self.path}/hits", params=query, headers=self.headers)
        assert response.status_code == 200, response.text
        rows: list[dict[str, Any]] = response.json()["hits"]
        return rows[::-1]

    def events(self) -> list[dict[str, Any]]:
        """Names and counts."""
        rows: list[dict[str, Any]] = self.running.ask("events").json()["events"]
        return rows


@pytest.fixture
def program(running: Running) -> Program:
    _, key = running.app.registry.keys.create(running.site.account_id, "", AccessType.FULL)
    return Program(running, key, f"/api/v1/sites/{running.site.id}")


@pytest.fixture
def wait_until() -> Callable[[Callable[[], object]], None]:
    """Until the condition holds; fails when it does not within half a minute."""

    def wait(holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < deadline, "it did not come to hold"
            threading.Event().wait(0.05)

    return wait
