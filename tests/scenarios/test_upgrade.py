"""DATA that an earlier program left behind opens in this one, with all its hits.

Each archive in `written_by` is named after the program's version. It was made by hand: a user, the site example.com, a
key; an import of five lines of 20 and 21 November 2026, one of them a robot's; `serve`, two hits of 26 November, and
SIGKILL, so that these two are in the journal alone. The geo database and the reserve are left out: they are made again.
"""

import shutil
import sqlite3
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from engine.storage.layout import Layout
from engine.storage.parquet import made_from
from schemas.errors import BadInputError
from server.cli.app import command_line
from server.version import installed_version
from tests.server.conftest import Clock, running_server
from tests.server.uptime.test_monitoring import wait_for

ARCHIVES = sorted((Path(__file__).parent / "written_by").glob("*.zip"))
KEYS = {
    "0.1.0": "tly-fa-V5c4DXmmhzYgt1jQXcqPKvg3hOctWBZXlsumlSLV",
    "0.1.0-visits-with-instants": "tly-fa-8Fmk5SZbRn2ylj0omDEVnU6LnGBgJchK8P4tK9ul",
}
TWO_DAYS_LATER_MS = 1_795_824_000_000
"""2026-11-28: the day of the last hits is over."""


@pytest.fixture(params=ARCHIVES, ids=lambda archive: archive.stem)
def archive(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def _unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder


def _visit_files(folder: Path) -> list[Path]:
    return sorted(Layout(folder).layer("visits").glob("*/*/*.parquet"))


def test_this_version_left_some_too() -> None:
    assert installed_version() in {archive.stem for archive in ARCHIVES}
    assert {archive.stem for archive in ARCHIVES} == KEYS.keys()


def test_it_opens_with_all_hits_and_closes_the_day(archive: Path, tmp_path: Path) -> None:
    folder = _unpacked(archive, tmp_path)
    clock = Clock(TWO_DAYS_LATER_MS)
    with running_server(folder, clock) as (app, address):

        def ask(question: str) -> Any:
            headers = {"Authorization": f"Bearer {KEYS[archive.stem]}"}
            return httpx.get(f"{address}/api/{question}", headers=headers).raise_for_status().json()

        (site,) = (found.hex_id for found in app.registry.sites.all())
        wait_for(lambda: app.lake.current.read().closed.holds(1, date(2026, 11, 26)))
        stats = ask(f"v2/sites/{site}/stats?range=30d")
        journeys = ask("v1/sites/1/user_journeys")
    assert (stats["visitors"], stats["pageviews"]) == (4, 6)
    assert {page["pathname"]: page["views"] for page in stats["topPages"]} == {
        "/": 3,
        "/docs": 1,
        "/late": 1,
        "/pricing": 1,
    }
    assert journeys
    made = [made_from(path) for path in _visit_files(folder)]
    assert made
    assert None not in made


def test_what_is_derived_otherwise_now_is_made_again(tmp_path: Path) -> None:
    folder = _unpacked(next(path for path in ARCHIVES if path.stem == "0.1.0-visits-with-instants"), tmp_path)
    before = [pq.read_schema(path).field("pages") for path in _visit_files(folder)]
    with running_server(folder, Clock(TWO_DAYS_LATER_MS)):
        pass
    after = [pq.read_schema(path).field("pages") for path in _visit_files(folder)]
    assert "after_ms" not in str(before[0])
    assert "after_ms" in str(after[0])


def test_data_of_a_newer_program_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _unpacked(ARCHIVES[0], tmp_path)
    shutil.copy(folder / "hitlake.db", folder / "before.db")
    with sqlite3.connect(folder / "hitlake.db") as database:
        database.execute("pragma user_version = 999")
    database.close()
    with pytest.raises(BadInputError, match=r"schema 999.*please update"):
        command_line()(["site", "list", "--data", str(folder)], standalone_mode=False)
    with pytest.raises(BadInputError, match=r"schema 999.*please update"), running_server(folder, Clock()):
        pass
