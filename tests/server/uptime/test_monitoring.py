"""The thread beside the server, and what the settings make of it."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.registry.registry import Registry, open_registry
from schemas.errors import BadInputError
from schemas.uptime import Channel, Monitor
from server.settings import Settings
from server.uptime.building import build_rounds, notice_channels
from server.uptime.monitoring import Monitoring
from tests.server.conftest import Clock, running_server

HOOKED = {"webhook_url": "http://127.0.0.1:9/hook", "webhook_secret": "s"}
MAILED = {"smtp_host": "127.0.0.1", "smtp_from": "a@b.example"}


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in 20 seconds"
        threading.Event().wait(0.01)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _registry(folder: Path) -> Registry:
    registry = open_registry(folder / "hitlake.db", _now_ms, os.urandom)
    registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com")
    return registry


def _last_check(registry: Registry) -> object:
    monitor = registry.monitors.find(1)
    return monitor and monitor.course.last_check


def test_a_monitor_that_is_switched_on_while_the_thread_runs_is_checked(tmp_path: Path) -> None:
    registry = _registry(tmp_path)
    settings = Settings(data=tmp_path, rdap_bootstrap=None, whois_server=None)
    monitoring = Monitoring(
        registry, lambda keeper: build_rounds(registry, settings, _now_ms, keeper), tick_seconds=0.01
    )
    with monitoring:
        registry.monitors.switch_on(1, "http://127.0.0.1:9/")
        wait_for(lambda: _last_check(registry))
    monitor = registry.monitors.find(1)
    assert monitor is not None
    assert monitor.course.last_check is not None
    assert monitor.course.last_check.error == "127.0.0.1 has no public address"
    registry.close()


def test_nothing_heavy_is_built_while_nothing_is_monitored(tmp_path: Path) -> None:
    registry = _registry(tmp_path)
    looks = threading.Semaphore(0)
    due = registry.monitors.due

    def looked(most: int | None = None) -> list[Monitor]:
        looks.release()
        return due(most)

    registry.monitors.due = looked  # type: ignore[method-assign,assignment]
    with Monitoring(registry, lambda _: pytest.fail("built"), tick_seconds=0.01):
        assert looks.acquire(timeout=20)
        assert looks.acquire(timeout=20)
    registry.close()


def test_the_thread_outlives_a_database_that_is_busy(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    registry = _registry(tmp_path)
    settings = Settings(data=tmp_path, rdap_bootstrap=None, whois_server=None)
    built: list[bool] = []

    def build(keeper: object) -> object:
        built.append(True)
        if len(built) == 1:
            raise BadInputError("not yet")
        return build_rounds(registry, settings, _now_ms, keeper)  # type: ignore[arg-type]

    registry.monitors.switch_on(1, "http://127.0.0.1:9/")
    with Monitoring(registry, build, tick_seconds=0.01):  # type: ignore[arg-type]
        wait_for(lambda: _last_check(registry))
    assert "monitoring: not yet" in caplog.text
    registry.close()


def test_the_server_checks_a_private_host_that_the_settings_name_and_answers_meanwhile(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"monitor_private_hosts": ("127.0.0.1",), "rdap_bootstrap": None, "whois_server": None}
    clock = Clock()
    with running_server(tmp_path, clock, **settings) as (app, address):
        site = app.registry.sites.add(app.registry.accounts.add("ada@example.com").id, "example.com")
        app.registry.monitors.switch_on(site.id, f"{address}/nothing-here")
        wait_for(lambda: _last_check(app.registry))
        assert httpx.get(f"{address}/pixel/nobody.gif").status_code == 200
        monitor = app.registry.monitors.find(site.id)
    assert monitor is not None
    assert monitor.course.last_check is not None
    assert (monitor.course.last_check.status, monitor.course.last_check.error) == (404, "404 Not Found")


@pytest.mark.parametrize(
    ("given", "channels"),
    [
        ({}, ()),
        (HOOKED, (Channel.WEBHOOK,)),
        (MAILED, (Channel.EMAIL,)),
        (MAILED | HOOKED, (Channel.EMAIL, Channel.WEBHOOK)),
    ],
)
def test_notices_go_out_by_what_is_set_up(given: dict[str, str], channels: tuple[Channel, ...]) -> None:
    assert notice_channels(replace(Settings(), **given)) == channels  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "missing"),
    [({"webhook_url": "http://a.example"}, "webhook_secret"), ({"smtp_host": "a.example"}, "smtp_from")],
)
def test_a_channel_that_is_set_up_by_halves_stops_the_start(given: dict[str, str], missing: str) -> None:
    with pytest.raises(BadInputError, match=missing):
        notice_channels(replace(Settings(), **given))  # type: ignore[arg-type]
