import json
from pathlib import Path

import pytest

from server.settings import SETTINGS, settings_table
from tests.server.cli.conftest import Hitlake


def test_settings_are_shown_with_value_and_origin(
    hitlake: Hitlake, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.mkdir()
    (data / "hitlake.toml").write_text("threads = 3\n")
    monkeypatch.setenv("HITLAKE_PORT", "80")
    shown = {row["name"]: (row["value"], row["from"]) for row in json.loads(hitlake("settings", "--json").out)}
    assert list(shown) == [row.name for row in SETTINGS]
    assert shown["port"] == ("80", "HITLAKE_PORT")
    assert shown["threads"] == ("3", str(data / "hitlake.toml"))
    assert shown["host"] == ("127.0.0.1", "default")
    table = hitlake("settings").out.splitlines()
    assert len(table) == len(SETTINGS) + 1
    assert table[3].split()[:3] == ["port", "80", "HITLAKE_PORT"]


def test_the_table_of_the_readme_is_printed(hitlake: Hitlake) -> None:
    assert hitlake("settings", "--markdown").out == settings_table() + "\n"


def test_a_bad_setting_stops_every_command(hitlake: Hitlake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITLAKE_PROT", "80")
    for arguments in (("settings",), ("user", "add", "ada@example.com"), ("site", "list"), ("key", "list")):
        answer = hitlake(*arguments)
        assert (answer.status, answer.err) == (2, "hitlake: HITLAKE_PROT is no setting: did you mean HITLAKE_PORT?\n")
