"""hitlake sql, as somebody types it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.registry.registry import open_registry
from schemas.uptime import Check
from tests.engine.storage.lakeside import Lakeside, hit

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    side = Lakeside(tmp_path / "data", NOW)
    side.store(hit(NOW.replace(day=20)), hit(NOW, path="/now"))
    side.settle()
    side.store(hit(NOW, path="/hot"))
    side.abandon()
    return side.root


def _hitlake(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        input=stdin,
        timeout=60,
        check=False,
    )


def test_a_query_sees_closed_recent_and_journalled_hits(data: Path) -> None:
    answer = _hitlake("sql", "select path, count(*) as hits from hits group by all order by all", "--data", str(data))

    assert (answer.stderr, answer.returncode) == ("", 0)
    assert answer.stdout == "path,hits\n/,1\n/hot,1\n/now,1\n"


def test_a_query_may_come_on_standard_input_and_go_out_as_json(data: Path) -> None:
    answer = _hitlake("sql", "--json", "--data", str(data), stdin="from visits select pageviews, entry order by entry")

    assert [json.loads(line) for line in answer.stdout.splitlines()] == [
        {"pageviews": 1, "entry": "/"},
        {"pageviews": 2, "entry": "/now"},
    ]


def test_a_wrong_query_is_told_and_ends_with_status_2(data: Path) -> None:
    answer = _hitlake("sql", "select nothing from hits", "--data", str(data))

    assert answer.returncode == 2
    assert "nothing" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    answer = _hitlake("sql", "from hits", "--data", str(tmp_path / "nowhere"))

    assert answer.returncode == 2
    assert answer.stderr == f"hitlake: there is no folder {tmp_path / 'nowhere'}\n"


def test_checks_of_uptime_are_there_too(data: Path) -> None:
    empty = _hitlake("sql", "from checks", "--data", str(data))
    assert empty.stdout == "site_id,checked_at,up,status,milliseconds,error\n"

    registry = open_registry(data / "hitlake.db", lambda: 1_795_348_800_000, os.urandom)
    site = registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com")
    registry.monitors.switch_on(site.id)
    registry.monitors.note_check(site, Check(checked_ms=1_795_348_800_000, up=True, status=200, milliseconds=31))
    answer = _hitlake(
        "sql", "from checks a join checks b using (site_id) select a.checked_at, b.milliseconds", "--data", str(data)
    )
    registry.close()

    assert answer.stdout == "checked_at,milliseconds\n2026-11-22 12:00:00+00:00,31\n"


def test_data_of_a_newer_program_is_left_alone_and_the_program_it_needs_is_named(data: Path) -> None:
    open_registry(data / "hitlake.db", lambda: 0, os.urandom).close()
    with closing(sqlite3.connect(data / "hitlake.db")) as raw:
        raw.execute("pragma user_version = 99")
        raw.execute("update meta set value = '7.1.0' where name = 'program_version'")
        raw.commit()

    answer = _hitlake("sql", "from hits", "--data", str(data))

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"hitlake: {data}/hitlake.db was written by Hitlake 7.1.0 or newer")
    assert answer.stderr.endswith("please update\n")


def test_derived_files_that_are_missing_do_not_keep_the_hits_from_being_shown(data: Path) -> None:
    for layer in ("rollups", "visits"):
        shutil.rmtree(data / layer / "site_id=1")

    answer = _hitlake("sql", "select path from hits order by path", "--data", str(data))

    assert (answer.stderr, answer.stdout) == ("", "path\n/\n/hot\n/now\n")
