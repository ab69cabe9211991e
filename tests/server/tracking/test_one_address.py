"""All visitors behind one address are noticed, and the address is told to nobody."""

import logging
from pathlib import Path

import httpx
import pytest

from server.tracking.one_address import LONG_RUN, OneAddress
from tests.server.conftest import BROWSER, Clock, running_server, trust

PROXY = "198.51.100.7"


def _noted(
    address: str | None = PROXY, agents: int = 10, *, is_forwarded: bool = False, hits: int = LONG_RUN
) -> OneAddress:
    watch = OneAddress()
    for number in range(hits):
        watch.note(address, f"agent {number % agents}", is_forwarded=is_forwarded)
    return watch


def test_many_browsers_behind_one_address_are_suspicious() -> None:
    assert "let it send X-Forwarded-For" in (_noted().suspicion or "")
    assert "trusted_proxies" in (_noted(is_forwarded=True).suspicion or "")


def test_a_household_a_short_run_and_different_addresses_are_not() -> None:
    assert _noted(agents=2).suspicion is None
    assert _noted(hits=LONG_RUN - 1).suspicion is None
    watch = _noted()
    watch.note("203.0.113.9", "agent", is_forwarded=False)
    assert watch.suspicion is None


def test_a_server_behind_a_proxy_that_it_does_not_trust_says_so_once_and_without_the_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with (
        running_server(tmp_path, Clock(), trusted_proxies=(), metrics_key="key") as (app, address),
        httpx.Client(base_url=address, timeout=30, verify=trust()) as client,
    ):
        account = app.registry.accounts.add("owner@example.com")
        site = app.registry.sites.add(account.id, "example.com")
        for number in range(2 * LONG_RUN):
            headers = {"User-Agent": f"{BROWSER} {number % 9}", "X-Forwarded-For": f"203.0.113.{number % 200}"}
            client.post(f"/collector/{site.uid}?path=/", headers=headers)
        health = client.get("/health", headers={"Authorization": "Bearer key"}).json()

    lines = [record.getMessage() for record in caplog.records if "X-Forwarded-For" in record.getMessage()]
    assert len(lines) == 1
    assert "name the proxy's address in trusted_proxies" in lines[0]
    assert "127.0.0.1" not in lines[0]
    assert "one_address" in [reason["name"] for reason in health["reasons"]]
