"""Settings, the data folder, its disk, version and clock."""

import os
import sqlite3
from contextlib import closing
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from engine.registry.schema_versions import MIGRATIONS
from server.doctor.case import open_case
from server.doctor.checks.clock import check_clock
from server.doctor.checks.disk import check_disk, file_system
from server.doctor.checks.permissions import check_permissions
from server.doctor.checks.settings import check_settings
from server.doctor.checks.version import check_version
from tests.server.doctor.conftest import NOW_MS, case_of, only, states


def test_every_bad_setting_is_told_and_the_rest_is_still_looked_at(tmp_path: Path) -> None:
    environment = {"HITLAKE_PROT": "1", "HITLAKE_THREADS": "many", "HITLAKE_DATA": str(tmp_path)}
    case = open_case(None, environment, NOW_MS)
    texts = [finding.text for finding in check_settings(case) if finding.state == "problem"]

    assert texts == [
        "HITLAKE_PROT is no setting: did you mean HITLAKE_PORT?",
        "threads is 'many' (from HITLAKE_THREADS): it must be a whole number from 1 to 256, or auto",
    ]
    assert case.settings.data == tmp_path


@pytest.mark.parametrize(
    ("settings", "state", "word"),
    [
        ({}, "ok", "fit together"),
        ({"smtp_host": "mail.example"}, "problem", "smtp_from"),
        ({"webhook_url": "https://example.com/hook"}, "problem", "webhook_secret"),
        ({"insight_model": "some"}, "problem", "insight_model_url"),
        ({"trusted_proxies": (ip_network("0.0.0.0/0"),)}, "warning", "trusted_proxies"),
        ({"host": "0.0.0.0"}, "warning", "base_url"),
        ({"host": "0.0.0.0", "base_url": "https://stats.example.com"}, "ok", "fit together"),
        ({"base_url": "http://stats.example.com"}, "warning", "https"),
        ({"base_url": "http://192.168.1.2:8899"}, "ok", "fit together"),
    ],
)
def test_settings_that_contradict_each_other_or_are_risky_are_told(
    tmp_path: Path, settings: dict[str, Any], state: str, word: str
) -> None:
    finding = only(check_settings, case_of(tmp_path, **settings))

    assert finding.state == state
    assert word in finding.text


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert states(check_permissions, case_of(tmp_path / "nowhere")) == ["warning"]
    assert "ok" in states(check_disk, case_of(tmp_path / "nowhere" / "deep"))


def test_a_secret_that_others_may_read_is_told_with_its_remedy(data: Path) -> None:
    assert only(check_permissions, case_of(data)).state == "ok"

    (data / "hitlake.db").chmod(0o644)
    finding = only(check_permissions, case_of(data))
    assert (finding.state, finding.remedy) == ("warning", f"chmod 600 {data}/hitlake.db")


def test_the_disk_is_looked_at_and_nothing_is_left_there(data: Path) -> None:
    before = sorted(data.rglob("*"))
    texts = [finding.text for finding in check_disk(case_of(data))]

    assert any("are free" in text for text in texts)
    assert any("durable" in text for text in texts)
    assert sorted(data.rglob("*")) == before


def test_the_file_system_is_that_of_the_innermost_mount() -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\nnas:/x /srv/my\\040data nfs4 rw 0 0\n"

    assert file_system(Path("/home/hitlake"), mounts) == "ext4"
    assert file_system(Path("/run/hitlake"), mounts) == "tmpfs"
    assert file_system(Path("/srv/my data/hitlake"), mounts) == "nfs4"
    assert file_system(Path("/srv/my"), mounts) == "ext4"
    assert file_system(Path("/srv"), "") is None


@pytest.mark.parametrize(("ahead", "state"), [(0, "ok"), (1, "problem"), (-1, "warning")])
def test_data_of_another_version_is_told_and_not_changed(data: Path, ahead: int, state: str) -> None:
    version = len(MIGRATIONS) + ahead
    with closing(sqlite3.connect(data / "hitlake.db")) as database:
        database.execute(f"pragma user_version = {version}")

    assert only(check_version, case_of(data)).state == state
    with closing(sqlite3.connect(data / "hitlake.db")) as database:
        assert database.execute("pragma user_version").fetchone() == (version,)


def test_a_clock_that_is_behind_the_files_is_told(data: Path) -> None:
    os.utime(data / "hitlake.db", (NOW_MS / 1000, NOW_MS / 1000))
    assert only(check_clock, case_of(data)).state == "ok"

    assert only(check_clock, case_of(data, NOW_MS - 3_600_000)).state == "problem"
