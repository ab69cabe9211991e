"""The servers' answers to requests made up from the documents, good and bad ones, are what the documents say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.conftest import Running

ROOT = Path(__file__).parents[3]


def configuration(keys: dict[str, str], site_id: object) -> str:
    """Every check is on as it comes. A batch is answered 200 also where rows of it are wrong: they are named in it."""
    schemes = "".join(f'[auth.openapi.{name}]\nbearer = "{key}"\n' for name, key in keys.items())
    return f"""
hooks = "tests.server.openapi.generation"
seed = 1
[generation]
deterministic = true
no-shrink = true
[dictionaries.sites]
values = ["{site_id}"]
[parameters]
"path.site_id" = {{ dictionary = "sites", probability = 0.9 }}
[[operations]]
include-path-regex = "/batch$"
[operations.checks.negative_data_rejection]
expected-statuses = ["200", "400", "401", "403", "404", "413", "422"]
{schemes}"""


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_no_answer_is_one_that_the_document_does_not_know(
    visited: tuple[Running, dict[str, str]], version: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    running, keys = visited
    folder = tmp_path_factory.mktemp("schemathesis")
    settings, document = folder / "schemathesis.toml", folder / "openapi.json"
    settings.write_text(configuration(keys, running.site.id if version == "v1" else running.site.hex_id))
    document.write_bytes(running.client.get(f"/api/{version}/openapi.json").content)
    command: list[str | Path] = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", settings, "run", document,
        "--url", str(running.client.base_url), "--checks", "all", "--max-examples", "10",
        "--continue-on-failure", "--warnings", "off",
    ]  # fmt: skip
    path = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
