"""Every command, beside a running server: it does its work or refuses, and nothing breaks."""

import shlex
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer.main

from server.cli.app import command_line
from tests.server.cli.conftest import Hitlake
from tests.server.conftest import BROWSER, Clock, running_server, trust

SITE = "example.com"
LOG = '198.51.100.7 - - [21/Nov/2026:10:00:00 +0000] "GET /from-a-log HTTP/1.1" 200 512 "-" "{agent}"\n'

LINES = """
user add bob@example.com
user list
user set bob@example.com --subscription active
site add other.example --user bob@example.com
site list
site set other.example --label Other
key create --user ada@example.com
key list
key revoke KEY
monitor on --site other.example --url http://127.0.0.1:9/
monitor list
monitor off --site other.example
import LOG --site example.com
export hits --site example.com --output EXPORT
sql "from hits"
flush
backup BACKUP
restore BACKUP --data RESTORED
verify
doctor
settings
site delete other.example --yes
"""

REFUSED = {"serve": "--port 0", "demo": "--port 0 --data DATA", "restore": "BACKUP"}
"""What would have to write as the server does, or needs an empty folder."""

WITHOUT_DATA = {"bench", "mcp", "monitoring"}
"""Speak to no server's DATA, or until their input ends."""


class _RealClock(Clock):
    """Commands know no other."""

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000


def _names(command: Any, name: str = "") -> Iterator[str]:
    if not hasattr(command, "commands"):
        yield name
    else:
        for word, inner in command.commands.items():
            yield from _names(inner, f"{name} {word}".strip())


def test_every_command_is_tried() -> None:
    names = set(_names(typer.main.get_command(command_line())))
    tried = {name for name in names for line in LINES.splitlines() if f"{line} ".startswith(f"{name} ")}
    assert names - tried - REFUSED.keys() == WITHOUT_DATA


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    log = tmp_path / "access.log"
    log.write_text(LOG.format(agent=BROWSER))
    return {
        "LOG": str(log),
        "EXPORT": str(tmp_path / "hits.parquet"),
        "BACKUP": str(tmp_path / "backup"),
        "RESTORED": str(tmp_path / "restored"),
        "KEY": "1",
        "DATA": str(tmp_path / "data"),
    }


def test_commands_beside_a_running_server_do_their_work_or_refuse(
    data: Path, hitlake: Hitlake, places: dict[str, str]
) -> None:
    def words(line: str) -> list[str]:
        return [places.get(word, word) for word in shlex.split(line)]

    hitlake("user", "add", "ada@example.com")
    uid = hitlake("site", "add", SITE, "--json").out.split('"uid":')[1].split('"')[1]
    with (
        running_server(data, _RealClock()) as (_, address),
        httpx.Client(base_url=address, headers={"User-Agent": BROWSER}, verify=trust()) as client,
    ):
        for line in LINES.strip().splitlines():
            assert client.post(f"/collector/{uid}?path=/{line.split()[0]}").status_code == 202
            answer = hitlake(*words(line))
            assert answer.status == 0, f"{line}: {answer.err}{answer.out}"
        for name, options in REFUSED.items():
            answer = hitlake(*words(f"{name} {options}"))
            assert answer.status in (1, 2), f"{name}: {answer.out}"
            assert "Traceback" not in answer.err
            assert answer.err.startswith("hitlake: "), name
        assert client.get("/health").json()["status"] == "ok"
    assert hitlake("verify").status == 0
    shown = hitlake("sql", "select count(*) from hits").out
    assert shown == f"count_star()\n{len(LINES.strip().splitlines()) + 1}\n"
