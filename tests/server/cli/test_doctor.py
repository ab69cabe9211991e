"""hitlake doctor."""

import json
from pathlib import Path

import pytest

from tests.server.cli.conftest import Hitlake


def test_a_new_set_up_has_warnings_and_no_problem(hitlake: Hitlake, data: Path) -> None:
    hitlake("user", "add", "ada@example.com", "--password-stdin", stdin="correct horse")
    answer = hitlake("doctor")

    assert answer.status == 0, answer.out
    lines = answer.out.splitlines()
    assert "warning  backup: none was made yet -> run `hitlake backup DEST` every day" in answer.out
    assert all(line.split()[0] in {"ok", "warning"} for line in lines)


def test_a_problem_is_told_with_status_1_also_in_json(
    hitlake: Hitlake, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITLAKE_PROT", "80")
    answer = hitlake("doctor", "--json")

    assert answer.status == 1
    assert json.loads(answer.out)[0] == {
        "check": "settings",
        "state": "problem",
        "text": "HITLAKE_PROT is no setting: did you mean HITLAKE_PORT?",
        "remedy": "mend or remove it: `hitlake serve` does not start so",
    }


def test_a_backup_is_known_afterwards(hitlake: Hitlake, data: Path, tmp_path: Path) -> None:
    hitlake("user", "add", "ada@example.com", "--password-stdin", stdin="correct horse")
    assert hitlake("backup", str(tmp_path / "kept")).status == 0

    backup = next(row for row in json.loads(hitlake("doctor", "--json").out) if row["check"] == "backup")
    assert f"the last one, in {tmp_path / 'kept'}, is 0.0 days old" in backup["text"]
