import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.registry.registry import open_registry
from engine.storage.layout import Layout
from server.foundations import opened_lake
from server.settings import Settings
from tests.engine.imports.loglines import combined, text
from tests.engine.imports.systems.exported import PLAUSIBLE, UMAMI, zipped
from tests.server.cli.conftest import Hitlake

ROOT = Path(__file__).parents[3]
LOG = text(
    combined("/", time="19/Nov/2024:08:30:00 +0000"),
    combined("/about", time="20/Nov/2024:08:30:00 +0000"),
    combined("/style.css", time="20/Nov/2024:08:30:01 +0000"),
    "198.51.100.7 torn",
)

NO_FORMAT = (
    "format 'nginx' is not one of auto, combined, common, vhost_combined, vhost_common, json, w3c, s3, alb, haproxy, "
    "nor a pattern like '$remote_addr [$time_local] \"$request\" $status'"
)


@pytest.fixture
def uid(hitlake: Hitlake) -> str:
    hitlake("user", "add", "ada@example.com")
    uid: str = json.loads(hitlake("site", "add", "example.com", "--json").out)["uid"]
    return uid


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.write_bytes(LOG)
    return path


def closed_hits(data: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as reader:
        files = f"read_parquet('{data}/hits/*/*/*.parquet', hive_partitioning = true)"
        return reader.execute(f"select day::varchar, path from {files} order by all").fetchall()


def test_an_export_of_another_system_is_known_by_its_columns(
    hitlake: Hitlake, data: Path, uid: str, tmp_path: Path
) -> None:
    path = tmp_path / "website_event.csv"
    path.write_text(UMAMI)
    as_log = hitlake("import", str(path), "--site", uid, "--format", "combined")
    assert (as_log.status, "no line is in the format combined" in as_log.err) == (2, True)
    title, *rows = hitlake("import", str(path), "--site", uid).out.splitlines()
    assert title.startswith(f"{path} (umami): 4 lines in ")
    assert [row.split(maxsplit=1)[0] for row in rows] == ["3", "1"]
    assert closed_hits(data) == [("2026-03-15", path) for path in ("/", "/pricing", "/pricing")]
    again = hitlake("import", str(path), "--site", uid)
    assert "every line was imported before" in again.out


def test_counts_of_another_system_are_there_beside_the_hits(hitlake: Hitlake, uid: str, tmp_path: Path) -> None:
    path = zipped(tmp_path, PLAUSIBLE)
    answer = hitlake("import", str(path), "--site", uid)
    assert (answer.status, answer.err) == (0, "")
    title, stored, unparsed = answer.out.splitlines()
    assert title.startswith(f"{path} (plausible): 26 lines in ")
    assert stored.strip() == "25  counts stored on 2 days, 2023-01-01 to 2023-01-02, shown for days without hits"
    assert unparsed.strip().startswith("1  not parsed: no valid time")
    query = "select sum(pageviews)::int as views, min(origin) as origin from imported where dimension = 'total'"
    assert json.loads(hitlake("sql", query, "--json").out) == {"views": 34, "origin": "plausible"}
    pages = hitlake("export", "path", "--site", uid, "--from", "2023-01-01", "--to", "2023-01-02", "--format", "csv")
    assert '"/blog",8,0,5,5,0,0' in pages.out
    assert "every line was imported before" in hitlake("import", str(path), "--site", uid).out
    assert hitlake("verify").status == 0


def test_a_log_is_imported_and_its_days_come_out_closed(hitlake: Hitlake, data: Path, uid: str, log: Path) -> None:
    answer = hitlake("import", str(log), "--site", uid)
    assert (answer.status, answer.err) == (0, "")
    title, *rows = answer.out.splitlines()
    assert title.startswith(f"{log} (combined): 4 lines in ")
    assert [row.split(maxsplit=1) for row in rows] == [
        ["2", "hits stored on 2 days, 2024-11-19 to 2024-11-20"],
        ["1", "dropped: not a page: an asset, a download, a feed, or a file for programs"],
        ["1", "not parsed: wrong fields, first in line 4: … torn"],
    ]
    assert closed_hits(data) == [("2024-11-19", "/"), ("2024-11-20", "/about")]


def test_the_same_log_again_adds_nothing_and_says_so(hitlake: Hitlake, data: Path, uid: str, log: Path) -> None:
    hitlake("import", str(log), "--site", uid)
    answer = hitlake("import", str(log), "--site", uid)
    assert answer.status == 0
    assert answer.out == (
        f"{log}: nothing to import, every line was imported before (--again imports them once more)\n"
    )
    assert len(closed_hits(data)) == 2
    hitlake("import", str(log), "--site", uid, "--again")
    assert len(closed_hits(data)) == 4


def test_of_a_grown_log_only_the_new_lines_are_imported(hitlake: Hitlake, uid: str, log: Path) -> None:
    hitlake("import", str(log), "--site", uid)
    log.write_bytes(LOG + text(combined("/new")))
    out = hitlake("import", str(log), "--site", uid).out
    assert "(combined): 1 lines" in out
    assert "4  more lines were imported before" in out


def test_json_has_every_number_and_failure(hitlake: Hitlake, uid: str, log: Path) -> None:
    answer = hitlake("import", str(log), f"{log}.missing", "--site", uid, "--json")
    assert answer.status == 2
    done, failed = json.loads(answer.out)
    assert {name: done[name] for name in ("log", "format", "lines", "known_lines", "hits", "dropped", "unparsed")} == {
        "log": str(log),
        "format": "combined",
        "lines": 4,
        "known_lines": 0,
        "hits": 2,
        "dropped": {"not_a_page": 1},
        "unparsed": {"wrong fields": {"lines": 1, "first_line": 4, "example": "… torn"}},
    }
    assert (done["days"], done["first_day"], done["last_day"], done["error"]) == (2, "2024-11-19", "2024-11-20", None)
    assert failed["error"] == f"{log}.missing: cannot be read, No such file or directory"


def test_a_broken_file_costs_itself_alone(hitlake: Hitlake, data: Path, uid: str, log: Path) -> None:
    broken = log.with_name("access.log.1.gz")
    broken.write_bytes(gzip.compress(LOG)[:-20])
    answer = hitlake("import", str(broken), str(log), "--site", uid)
    assert answer.status == 2
    assert answer.err.startswith(f"hitlake: {broken}: cut off or damaged, nothing of it was imported")
    assert len(closed_hits(data)) == 2


def test_a_folder_stands_for_the_logs_in_it(hitlake: Hitlake, data: Path, uid: str, log: Path) -> None:
    log.with_name("access.log.1.gz").write_bytes(gzip.compress(text(combined("/x", time="18/Nov/2024:08:30:00 +0000"))))
    log.with_name(".hidden").write_bytes(b"not a log")
    folder = log.parent / "logs"
    folder.mkdir()
    for path in (log, log.with_name("access.log.1.gz"), log.with_name(".hidden")):
        path.rename(folder / path.name)
    assert hitlake("import", str(folder), "--site", uid).status == 0
    assert [path for _, path in closed_hits(data)] == ["/x", "/", "/about"]


def test_standard_input_is_a_log(data: Path, uid: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "server", "import", "-", "--site", uid, "--data", str(data)],
        cwd=ROOT,
        input=gzip.compress(LOG),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert answer.stdout.startswith(b"standard input (combined): 4 lines in ")
    assert len(closed_hits(data)) == 2


def test_an_unknown_site_is_answered_with_the_list_of_sites(hitlake: Hitlake, uid: str, log: Path) -> None:
    answer = hitlake("import", str(log), "--site", "nowhere")
    assert answer.status == 2
    assert answer.err == (f"hitlake: there is no site nowhere; these are there:\nhitlake:   {uid}  example.com\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "nginx"], NO_FORMAT),
        (["-", "-"], "standard input (-) can be read only once"),
    ],
)
def test_bad_input_is_status_2(hitlake: Hitlake, uid: str, log: Path, arguments: list[str], message: str) -> None:
    answer = hitlake("import", str(log), *arguments, "--site", uid)
    assert (answer.status, answer.err) == (2, f"hitlake: {message}\n")


def test_beside_a_server_the_days_come_out_closed_too(hitlake: Hitlake, data: Path, uid: str, log: Path) -> None:
    def now_ms() -> int:
        return time.time_ns() // 1_000_000

    registry = open_registry(Layout(data).database, now_ms, os.urandom)
    with opened_lake(Settings(data=data), registry, now_ms) as lake:
        lake.start()
        assert hitlake("import", str(log), "--site", uid).status == 0
        assert len(closed_hits(data)) == 2
        assert [segment.name for segment in lake.current.read().recent] == []
    registry.close()


def test_a_second_import_at_the_same_time_is_refused(hitlake: Hitlake, data: Path, uid: str, log: Path) -> None:
    from engine.imports.delivery import Delivery
    from engine.storage.files import Files

    registry = open_registry(Layout(data).database, lambda: 0, os.urandom)
    with Delivery(Layout(data), Files(), registry.imports).alone():
        answer = hitlake("import", str(log), "--site", uid)
    registry.close()
    assert answer.status == 2
    assert "another import is running" in answer.err


def following(data: Path, log: Path, uid: str) -> subprocess.Popen[str]:
    """`hitlake import --follow`, once it follows."""
    command = [
        sys.executable,
        "-m",
        "server",
        "import",
        str(log),
        "--site",
        uid,
        "--follow",
        "--json",
        "--data",
        str(data),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert process.stderr.readline().startswith(f"hitlake: following {log}, what is new is stored every 60 seconds")
    return process


def test_a_log_is_followed_until_told_to_end_and_after_a_kill(data: Path, uid: str, log: Path) -> None:
    with following(data, log, uid) as process:
        append(log, combined("/later", time="21/Nov/2024:08:30:00 +0000"))
        process.terminate()
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
    *_, last = out.splitlines()
    assert {name: json.loads(last)[name] for name in ("lines", "known_lines", "hits")} == {
        "lines": 1,
        "known_lines": 4,
        "hits": 1,
    }
    with following(data, log, uid) as process:
        append(log, combined("/killed", time="22/Nov/2024:08:30:00 +0000"))
        process.kill()
    with following(data, log, uid) as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    assert closed_hits(data) == [
        ("2024-11-19", "/"),
        ("2024-11-20", "/about"),
        ("2024-11-21", "/later"),
        ("2024-11-22", "/killed"),
    ]


def append(log: Path, line: str) -> None:
    with log.open("a") as file:
        file.write(line + "\n")


def test_what_cannot_grow_is_not_followed(hitlake: Hitlake, uid: str, log: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.write_bytes(gzip.compress(LOG))
    for name, error in {
        "-": "standard input (-) cannot be followed",
        str(packed): "is packed, so it does not grow",
        str(tmp_path / "nothing.log"): "cannot be read, No such file or directory",
    }.items():
        answer = hitlake("import", str(log), name, "--site", uid, "--follow", stdin="")
        assert (answer.status, answer.out) == (2, "")
        assert error in answer.err
