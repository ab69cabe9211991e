"""The single binary does its work where there is no Python, and little else."""

import json
import shutil
import signal
import subprocess
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.engine.imports.loglines import combined, text

BINARY = Path(__file__).parents[3] / "dist" / "hitlake"
PROGRAMS = ("sh", "tar", "gzip", "tail", "mkdir", "mktemp", "mv", "rm", "ls", "grep")
"""All that it needs of a system; every Debian has them."""

pytestmark = pytest.mark.skipif(not BINARY.exists(), reason="there is no dist/hitlake: `make binary` makes it")


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with these programs alone, in which the binary unpacks once."""
    folder = tmp_path_factory.mktemp("bare")
    programs = folder / "bin"
    programs.mkdir()
    for name in PROGRAMS:
        path = shutil.which(name)
        assert path is not None
        (programs / name).symlink_to(path)
    return {"PATH": str(programs), "HOME": str(folder)}


def run(bare: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([str(BINARY), *arguments], env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_folder_is_there_before_threads_unpack_into_it(bare: dict[str, str]) -> None:
    run(bare, "--version")
    [unpacked] = Path(bare["HOME"]).glob(".cache/hitlake/build-*")
    head, _, stage = BINARY.read_bytes().partition(b"\x1f\x8b\x08")
    assert head.startswith(b"#!/bin/sh")
    with tarfile.open(fileobj=BytesIO(b"\x1f\x8b\x08" + stage), mode="r|gz") as archive:
        folders = {member.name for member in archive if member.isdir()}
    needed = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_dir()}
    assert len(needed) > 10
    assert {f"hitlake/{folder}" for folder in needed} <= folders


def test_it_imports_a_log_and_answers_questions(bare: dict[str, str], tmp_path: Path) -> None:
    data, log = ["--data", str(tmp_path / "data")], tmp_path / "access.log"
    log.write_bytes(text(combined("/", time="19/Nov/2024:08:30:00 +0000"), "rubbish"))
    run(bare, "user", "add", "ada@example.com", *data)
    uid = json.loads(run(bare, "site", "add", "example.com", "--json", *data))["uid"]
    [summary] = json.loads(run(bare, "import", str(log), "--site", uid, "--json", *data))
    assert (summary["hits"], summary["days"]) == (1, 1)
    assert run(bare, "sql", "select path, browser from hits", *data) == "path,browser\n/,Firefox\n"


def test_it_has_the_benchmarks_and_starts_their_processes(bare: dict[str, str], tmp_path: Path) -> None:
    watching = shutil.which("ps")
    assert watching is not None
    with_ps = bare | {"PATH": f"{bare['PATH']}:{Path(watching).parent}"}
    command = [str(BINARY), "bench", "--only", "idle", "--quick"]
    done = subprocess.run(command, env=with_ps, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "first answer after s" in done.stdout
    assert (tmp_path / "hitlake-bench" / "idle.json").exists()


@pytest.fixture
def demo(bare: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of the demo, as it prints it."""
    command = [str(BINARY), "demo", "--port", "0", "--data", str(tmp_path / "demo")]
    with subprocess.Popen(command, env=bare, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "demo is at " in line:
                yield line.split("demo is at ")[1].strip()
                break
        process.send_signal(signal.SIGINT)
        assert "Everything is kept" in process.stdout.read()
    assert process.returncode == 0


def test_the_demo_serves_pages_and_documents(demo: str) -> None:
    # Descriptions come from the source of schemas, which the binary has to bring along.
    for path, piece in (("/login", "<form"), ("/api/v1/openapi.json", "null for none and for the site's own pages")):
        with urlopen(demo + path) as page:
            assert piece in page.read().decode()


def test_it_unpacks_into_one_folder_of_the_user(bare: dict[str, str]) -> None:
    run(bare, "--version")
    assert len(list((Path(bare["HOME"]) / ".cache" / "hitlake").iterdir())) == 1


def test_without_a_folder_to_unpack_into_it_says_what_to_do(bare: dict[str, str]) -> None:
    done = subprocess.run(
        [str(BINARY), "--version"], env={"PATH": bare["PATH"]}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "no folder to unpack into: name one that can be written, as HITLAKE_UNPACK=" in done.stderr
