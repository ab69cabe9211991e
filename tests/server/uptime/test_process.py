"""The process that monitors: it comes when it is needed, comes again when it died, and goes with its server."""

import os
import pickle
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.registry.registry import Registry, open_registry
from engine.uptime.history import KEPT_DAYS
from engine.uptime.intervals import DAY_MS
from schemas.uptime import Check
from server.settings import Settings
from server.uptime.process import MonitoringProcess, command
from tests.server.uptime.test_monitoring import wait_for


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    registry = open_registry(tmp_path / "hitlake.db", _now_ms, os.urandom)
    registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com")
    return registry


def _settings(folder: Path) -> Settings:
    return Settings(data=folder, rdap_bootstrap=None, whois_server=None)


def _process(registry: Registry, folder: Path) -> MonitoringProcess:
    return MonitoringProcess(registry, _settings(folder), _now_ms, look_seconds=0.01, rest_seconds=0.01)


def _checked(registry: Registry) -> Callable[[], bool]:
    """Whether the monitor, which is due again now, has a newer check than at this call."""

    def last() -> Check | None:
        monitor = registry.monitors.find(1)
        return monitor.course.last_check if monitor else None

    before = last()
    registry.monitors.switch_off(1)
    registry.monitors.switch_on(1, "http://127.0.0.1:9/")
    return lambda: last() != before


def test_it_is_started_once_something_is_due_and_ends_with_the_server(tmp_path: Path, registry: Registry) -> None:
    with _process(registry, tmp_path) as there:
        assert there._process is None
        wait_for(_checked(registry))
        process = there._process
    assert process is not None
    assert process.returncode == 0
    registry.close()


def test_another_one_comes_where_it_was_killed(
    tmp_path: Path, registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    with _process(registry, tmp_path) as there:
        wait_for(_checked(registry))
        first = there._process
        assert first is not None
        first.kill()
        wait_for(lambda: there._process not in {None, first})
        wait_for(_checked(registry))
    assert "monitoring: its process ended with status -9" in caplog.text
    registry.close()


def test_it_outlives_what_ends_all_processes_of_a_service_and_ends_when_the_server_is_gone(
    tmp_path: Path, registry: Registry
) -> None:
    is_checked = _checked(registry)
    with subprocess.Popen(command(), stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        pickle.dump(_settings(tmp_path), process.stdin)
        process.stdin.flush()
        wait_for(is_checked)
        process.send_signal(signal.SIGTERM)
        wait_for(_checked(registry))
        process.stdin.close()  # as the system does for a server that was killed
        assert process.wait(20) == 0
    registry.close()


def test_by_hand_it_says_who_starts_it() -> None:
    answer = subprocess.run(command(), input=b"nothing of a server", capture_output=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr.decode().startswith("hitlake: `hitlake monitoring` is started by `hitlake serve`")


def test_old_checks_go_though_nothing_is_monitored_any_more(tmp_path: Path, registry: Registry) -> None:
    site = registry.sites.by_id(1)
    assert site is not None
    registry.monitors.switch_on(1)
    old = Check(checked_ms=_now_ms() - (KEPT_DAYS + 1) * DAY_MS, up=True, status=200, milliseconds=5)
    registry.monitors.note_check(site, old)
    registry.monitors.switch_off(1)

    def kept() -> int:
        with registry.database.read() as connection:
            return int(connection.exec_driver_sql("select count(*) from checks").scalar_one())

    assert kept() == 1
    with _process(registry, tmp_path):
        wait_for(lambda: kept() == 0)
    registry.close()
