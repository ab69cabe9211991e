"""Imports go one way: schemas <- engine <- server <- benchmarks."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "schemas": {"schemas"},
    "engine": {"schemas", "engine"},
    "server": {"schemas", "engine", "server"},
    "benchmarks": {"schemas", "engine", "server", "benchmarks"},
}
FILES = sorted(path for folder in MAY_IMPORT for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_along_the_arrows(path: Path) -> None:
    allowed = MAY_IMPORT[path.relative_to(ROOT).parts[0]]
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported & set(MAY_IMPORT) <= allowed


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.parts[len(ROOT.parts)] == "engine"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_engine_asks_neither_clock_nor_environment_nor_chance(path: Path) -> None:
    text = path.read_text()
    for word in ("time.time(", "datetime.now(", "os.environ", "getenv(", "import random", "import secrets", "urandom("):
        assert word not in text, f"{word} in {path.name}: pass it in as an argument"
