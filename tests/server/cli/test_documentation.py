"""What the documentation says to type does what it says, in the order in which it says it."""

import gzip
import json
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from schemas.sites import AccessType
from tests.engine.imports.loglines import AGENT, combined, text
from tests.engine.imports.systems.exported import GOATCOUNTER, PLAUSIBLE, zipped
from tests.server.cli.conftest import Hitlake
from tests.server.conftest import Running

ROOT = Path(__file__).parents[3]
DOCUMENTS = ("README.md", "engine/imports/README.md", "server/shipping/README.md")

HELD_ELSEWHERE = {
    r"make (demo|test|check|fix|bench|binary|crash)": "Makefile",
    r"python3 -m venv venv": "tests/server/shipping/test_binary.py",
    r"\./hitlake (demo|serve)": "tests/server/shipping/test_binary.py",
    r"hitlake import FILE\.\.\. ": "tests/server/cli/test_imports.py",
    r"hitlake import .* --follow": "tests/server/cli/test_imports.py",
    r"curl ": "tests/server/cli/test_demo.py",
    r"'http": "tests/server/cli/test_demo.py",
    r"duckdb -c ": "tests/server/cli/test_documentation.py",
    r"claude mcp add hitlake|\{\"mcpServers": "tests/server/mcp/test_tools.py",
    r"(host|port|base_url|tls_certificate|tls_key|trusted_proxies) = ": "tests/server/test_settings.py",
    r"<script": "tests/browser/test_dashboard.py",
    r"\.venv/bin/pip install -e": "pyproject.toml",
    r"\.venv/bin/pytest": "Makefile",
}
"""Lines of code that are no commands of `hitlake`, or cannot be run one after another; and where they are held."""

LOG = text(combined("/", time="20/Nov/2024:08:30:00 +0000"), combined("/a", time="21/Nov/2024:08:30:00 +0000"))
_REQUEST = '[20/Nov/2024:08:30:00 +0000] "GET / HTTP/1.1" 200'
LOGS = {
    "$time_local": text(f'192.0.2.1 {_REQUEST} "{AGENT}"'),
    "%{Referer}i": text(f'example.com 192.0.2.1 {_REQUEST} "-" "{AGENT}"'),
}
"""What is imported by commands that have a word in them; all others import LOG."""


def code_lines(document: str) -> list[str]:
    """Indented lines; a text between quotes may go on in the next one."""
    lines: list[str] = []
    for line in re.sub(r"```.*?```", "", (ROOT / document).read_text(), flags=re.DOTALL).splitlines():
        if lines and lines[-1].count('"') % 2 and line.startswith("    "):
            lines[-1] += "\n" + line
        elif line.startswith("    ") and line.strip():
            lines.append(line.strip())
    return lines


def commands() -> list[str]:
    found = [line for document in DOCUMENTS for line in code_lines(document)]
    return [line for line in found if line.startswith("hitlake ") and not held_elsewhere(line)]


def held_elsewhere(line: str) -> str | None:
    return next((place for pattern, place in HELD_ELSEWHERE.items() if re.match(pattern, line)), None)


def test_every_command_of_the_documentation_works(
    hitlake: Hitlake, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("access.log.1.gz").write_bytes(gzip.compress(text(combined("/b", time="19/Nov/2024:08:30:00 +0000"))))
    Path("goatcounter-export.csv.gz").write_bytes(gzip.compress(GOATCOUNTER.encode()))
    zipped(tmp_path, PLAUSIBLE, "plausible-export.zip")
    names = {"SITE": "example.com", "DEST": str(tmp_path / "copy"), "SOURCE": str(tmp_path / "copy"), "NEW": "new"}
    done = 0
    for command in commands():
        if " UID" in command:
            names["UID"] = json.loads(hitlake("site", "list", "--json").out)[0]["uid"]
        _, *arguments = shlex.split(command, comments=True)
        Path("access.log").write_bytes(next((log for word, log in LOGS.items() if word in command), LOG))
        is_delete = arguments[:2] == ["site", "delete"]
        typed = "example.com\n" if is_delete else "a long enough password\n"
        answer = hitlake(*(names.get(word, word) for word in arguments), stdin=typed)
        allowed = {0, 1} if arguments[0] == "doctor" else {0}
        assert answer.status in allowed, f"{command}: {answer.err or answer.out}"
        if is_delete:
            hitlake("site", "add", "example.com")
        done += 1
    assert done > 15


def test_every_other_line_of_code_is_known_to_be_held_by_something() -> None:
    for document in DOCUMENTS:
        for line in code_lines(document):
            place = held_elsewhere(line)
            assert line.startswith("hitlake ") or place is not None, f"{document}: {line}"
            assert place is None or (ROOT / place).exists(), place


READERS = {"polars": "scan_parquet", "pandas": "pandas.read", "pyspark": "SparkSession", "chdb": "chdb.query"}
"""A word of each one's block."""


def python_block(word: str) -> str:
    """The one that has the word in it."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    [block] = [block for block in blocks if word in block]
    return str(block)


@pytest.fixture
def one_hit(hitlake: Hitlake, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the data folder of the working folder."""
    monkeypatch.chdir(tmp_path)
    Path("access.log").write_bytes(text(combined(time="20/Nov/2025:08:30:00 +0000")))
    hitlake("user", "add", "ada@example.com")
    hitlake("site", "add", "example.com")
    assert hitlake("import", "access.log", "--site", "example.com").status == 0


@pytest.mark.usefixtures("one_hit")
def test_duckdb_reads_the_parquet_as_it_says() -> None:
    [query] = [line for line in code_lines("README.md") if line.startswith("duckdb -c ")]
    with duckdb.connect() as reader:
        rows = reader.execute(shlex.split(query)[2]).fetchall()
    assert [(str(day), hits, visitors) for day, hits, visitors in rows] == [("2025-11-20", 1, 1)]


@pytest.mark.usefixtures("one_hit")
@pytest.mark.parametrize("library", ["polars", "pandas", "pyspark", "chdb"])
def test_others_read_the_parquet_as_it_says(library: str) -> None:
    if find_spec(library) is None or (library == "pyspark" and shutil.which("java") is None):
        pytest.skip(f"{library} is not installed")
    code = python_block(READERS[library])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [row] = [line for line in done.stdout.splitlines() if "2025-11-20" in line]
    assert re.findall(r"\d+", row.split("2025-11-20")[1]) == ["1", "1"]


def test_hits_are_sent_as_arrow_as_it_says(running: Running) -> None:
    _, key = running.app.registry.keys.create(running.site.account_id, "", AccessType.FULL)
    block = python_block("write_ipc_stream").replace("http://127.0.0.1:8899", str(running.client.base_url).rstrip("/"))
    code = block.replace("Bearer KEY", f"Bearer {key}").replace("/sites/1/", f"/sites/{running.site.id}/")
    subprocess.run([sys.executable, "-c", code], check=True)
    assert running.ask("stats").json()["pageviews"] == 2
