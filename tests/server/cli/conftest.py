import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from server.__main__ import main


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    out: str
    err: str


Hitlake = Callable[..., Answer]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that commands find without being told; not made yet."""
    for name in os.environ:
        if name.startswith("HITLAKE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HITLAKE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def hitlake(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Hitlake:
    """Runs a command as the shell would, in this process."""

    def run(*arguments: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["hitlake", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        status = ended.value.code
        assert status is None or isinstance(status, int)
        return Answer(status or 0, captured.out, captured.err)

    return run
