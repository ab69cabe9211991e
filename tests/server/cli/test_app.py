import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from server.cli.app import command_line
from tests.server.cli.conftest import Hitlake

ROOT = Path(__file__).parents[3]


def _run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HITLAKE_")}
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments, "--data", str(data)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_first_user_site_and_key_from_the_shell(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    assert "Added the user ada@example.com" in _run("user", "add", "ada@example.com", data=data).stdout
    assert "/embed/" in _run("site", "add", "example.com", data=data).stdout
    key = _run("key", "create", data=data)
    assert key.stdout.startswith("tly-ro-")
    assert key.stdout.count("\n") == 1
    assert "It is shown this once" in key.stderr
    assert key.returncode == 0


def test_bad_input_is_one_line_and_status_2(tmp_path: Path) -> None:
    answer = _run("site", "list", data=tmp_path / "nowhere")
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr == (
        f"hitlake: no Hitlake data in {tmp_path / 'nowhere'}: "
        "begin with `hitlake user add EMAIL`, or say where it is with --data DIR\n"
    )
    assert not (tmp_path / "nowhere").exists()


def test_the_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from server.cli.app import command_line\n"
        "command_line()\n"
        "heavy = {'duckdb', 'polars', 'pyarrow', 'sqlalchemy', 'starlette', 'rich', 'argon2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"


def _commands() -> Iterator[Any]:
    waiting: list[Any] = [typer.main.get_command(command_line())]
    while waiting:
        command = waiting.pop()
        if hasattr(command, "commands"):
            waiting += command.commands.values()
        yield command


@pytest.mark.parametrize("command", list(_commands()), ids=lambda command: str(command.name))
def test_every_command_and_option_has_help(command: Any) -> None:
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.help, parameter.name


@pytest.mark.parametrize("command", list(_commands()), ids=lambda command: str(command.name))
def test_every_command_takes_a_data_folder(command: Any) -> None:
    apart = command.hidden or command.name == "bench"  # the server's own one, and one which makes folders of its own
    if not hasattr(command, "commands") and not apart:
        assert "data" in {parameter.name for parameter in command.params}


@pytest.mark.parametrize("line", ["nothing", "site add", "key revoke x", "user list --what"])
def test_wrong_use_is_status_2(hitlake: Hitlake, line: str) -> None:
    answer = hitlake(*line.split())
    assert answer.status == 2
    assert "Error: " in answer.err


def test_the_version_is_shown(hitlake: Hitlake) -> None:
    assert hitlake("--version").out.startswith("hitlake")


def test_a_data_folder_that_cannot_be_made_is_named(hitlake: Hitlake, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = hitlake("user", "add", "ada@example.com", "--data", str(tmp_path / "file" / "data"))
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"hitlake: the data folder {tmp_path / 'file' / 'data'} cannot be made: Not a directory\n"
