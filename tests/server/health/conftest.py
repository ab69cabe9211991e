"""A server whose inside may be looked at with a key, and a site that is measured."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.app import App
from tests.server.conftest import BROWSER, Clock, running_server, trust

KEY = "let-me-look"


@dataclass
class Watched:
    app: App
    clock: Clock
    client: httpx.Client
    uid: str
    data: Path

    def view(self, path: str = "/a", **headers: str) -> httpx.Response:
        return self.client.post(f"/collector/{self.uid}?path={path}", headers=headers)

    def health(self, *, inside: bool = False) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {KEY}"} if inside else {}
        found: dict[str, Any] = self.client.get("/health", headers=headers).json()
        return found

    def metric(self, name: str, **labels: str) -> float | None:
        """The value of one sample; None where there is none."""
        answer = self.client.get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
        samples = [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]
        found = [sample.value for sample in samples if sample.name == name and sample.labels == labels]
        return found[0] if found else None

    def wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline, "it never came true"
            time.sleep(0.02)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    clock = Clock()
    with (
        running_server(tmp_path, clock, metrics_key=KEY) as (app, address),
        httpx.Client(base_url=address, headers={"User-Agent": BROWSER}, timeout=30, verify=trust()) as client,
    ):
        account = app.registry.accounts.add("owner@example.com")
        yield Watched(app, clock, client, app.registry.sites.add(account.id, "example.com").uid, tmp_path)
