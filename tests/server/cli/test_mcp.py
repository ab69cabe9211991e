"""hitlake mcp, where it cannot begin; and what it costs those who do not use it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.cli.conftest import Hitlake

ROOT = Path(__file__).parents[3]


def test_without_its_package_it_says_what_to_install(
    hitlake: Hitlake, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    answer = hitlake("mcp")

    assert (answer.status, answer.out) == (2, "")
    assert answer.err == 'hitlake: this needs one more package: pip install "hitlake[mcp]"\n'


def test_without_data_it_says_so(hitlake: Hitlake, data: Path) -> None:
    answer = hitlake("mcp")

    assert answer.status == 2
    assert f"no Hitlake data in {data}" in answer.err


def test_a_server_loads_nothing_of_it() -> None:
    names = ("mcp", "mcp_types", "pydantic", "opentelemetry")
    code = f"import sys, server.serving; print([name for name in {names} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout == "[]\n"
