"""A program of before leaves the data of a newer one alone, whatever it is asked to do."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import typer

from engine.registry.registry import open_registry
from server.cli.app import command_line
from tests.server.cli.conftest import Hitlake

REFUSING = {
    "serve": ("--port", "0"),
    "user add": ("eve@example.com",),
    "user list": (),
    "user set": ("ada@example.com", "--subscription", "inactive"),
    "site add": ("example.org",),
    "site list": (),
    "site set": ("example.com", "--label", "New"),
    "site delete": ("example.com", "--yes"),
    "key create": (),
    "key list": (),
    "key revoke": ("1",),
    "import": ("access.log", "--site", "example.com"),
    "export": ("hits", "--site", "example.com", "-o", "hits.parquet"),
    "monitor on": ("--site", "example.com"),
    "monitor off": ("--site", "example.com"),
    "monitor list": (),
    "sql": ("from hits",),
    "mcp": (),
    "flush": (),
    "backup": ("copy",),
    "verify": ("--repair",),
}

OTHERS = {
    "doctor": "tells it as a problem, and how to solve it",
    "settings": "shows what is in the environment and in a file",
    "demo": "takes no folder that is not a demo's, and opens that one as serve does",
    "restore": "makes a folder of its own; a backup by a newer program is refused in tests/engine/backups",
    "bench": "has data of its own",
    "monitoring": "is started by a server, which has looked already",
}


def commands(app: typer.Typer, before: str = "") -> Iterator[str]:
    for command in app.registered_commands:
        yield before + str(command.name)
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield from commands(group.typer_instance, f"{before}{group.name or group.typer_instance.info.name} ")


def test_every_command_is_known_here() -> None:
    assert {*commands(command_line())} == {*REFUSING, *OTHERS}


@pytest.fixture
def newer(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data.mkdir()
    registry = open_registry(data / "hitlake.db", lambda: 0, os.urandom)
    registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com")
    registry.close()
    with closing(sqlite3.connect(data / "hitlake.db")) as raw:
        raw.execute("pragma user_version = 99")
        raw.execute("update meta set value = '7.1.0' where name = 'program_version'")
        raw.commit()
    monkeypatch.chdir(data.parent)
    (data.parent / "access.log").touch()
    return data


def _content(folder: Path) -> dict[str, bytes]:
    """Without what SQLite makes for whoever reads."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
    return {str(path): path.read_bytes() for path in files}


@pytest.mark.parametrize("command", REFUSING)
def test_it_refuses_names_the_program_that_it_takes_and_changes_nothing(
    hitlake: Hitlake, newer: Path, command: str
) -> None:
    before = _content(newer)
    answer = hitlake(*command.split(), *REFUSING[command], "--data", str(newer), stdin="a long enough password\n")
    assert (answer.status, answer.out) == (2, "")
    refusal = f"hitlake: {newer}/hitlake.db was written by Hitlake 7.1.0 or newer (schema 99; this program knows "
    assert answer.err.startswith(refusal), answer.err
    assert answer.err.endswith("): please update\n")
    assert _content(newer) == before


def test_the_doctor_says_what_to_do(hitlake: Hitlake, newer: Path) -> None:
    answer = hitlake("doctor", "--data", str(newer))
    assert answer.status == 1
    assert "problem  version: the data is of a newer Hitlake" in answer.out
    assert "update this program" in answer.out
