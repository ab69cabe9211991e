"""What the demo prints can be read and pasted."""

import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from server.demo.greeting import greeting
from tests.server.demo.conftest import Start

ADDRESS = "http://127.0.0.1:8899"


def _commands(start: Start, data: Path) -> list[str]:
    with start(datetime(2026, 11, 22, 9, 30, tzinfo=UTC)) as demo:
        return [line for style, line in greeting(demo.household, demo.memory, data, ADDRESS) if style == "command"]


def test_every_command_is_one_line_that_a_shell_understands(start: Start, data: Path) -> None:
    for line in _commands(start, data):
        assert "\n" not in line
        assert len(shlex.split(line)) >= 3


def test_requests_go_to_the_server_with_the_key(start: Start, data: Path) -> None:
    curls = [shlex.split(line) for line in _commands(start, data) if line.startswith("curl")]
    assert len(curls) == 5
    assert all(words[-1].startswith(ADDRESS) for words in curls)
    assert [words[2].startswith("Authorization: Bearer tly-ro-") for words in curls] == [True, True, True, True, False]


def test_the_line_for_duckdb_counts_pages_from_anywhere(start: Start, data: Path, tmp_path: Path) -> None:
    with start(datetime(2026, 11, 22, 9, 30, tzinfo=UTC)) as demo:
        *_, line = [line for style, line in greeting(demo.household, demo.memory, data, ADDRESS) if style == "command"]
        done = subprocess.run(shlex.split(line), cwd="/", capture_output=True, text=True, check=True)
    assert "/pricing" in done.stdout
