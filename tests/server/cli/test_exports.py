"""What goes out comes in again, with equal answers."""

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.processes import HITLAKE, output_of
from engine.imports.long_visits import LONGEST_ROW
from schemas.dimensions import DIMENSIONS
from schemas.visits import VISIT_SCHEMA
from tests.engine.imports.loglines import combined, text
from tests.engine.imports.systems.exported import PLAUSIBLE, UMAMI, written, zipped
from tests.server.cli.conftest import Hitlake

LOG = text(
    combined("/", time="19/Nov/2024:08:30:00 +0000", referrer="https://search.example/?q=a,b"),
    combined('/say?x=\\"hi\\"', time="19/Nov/2024:08:31:00 +0000"),
    combined("/style.css", time="19/Nov/2024:08:31:01 +0000"),
    combined("/", time="19/Nov/2024:23:59:59 +0000", address="192.0.2.11"),
    combined("/", time="20/Nov/2024:08:30:00 +0000"),
)
ANSWERS = (
    "select * exclude (site_id, hit_id) from hits where site_id = {} order by all",
    "select * exclude (site_id, visit_id) from visits where site_id = {} order by all",
    "select * exclude (site_id) from rollups where site_id = {} order by all",
)

DIMENSION_NAMES = [dimension.name for dimension in DIMENSIONS if dimension.name != "total"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder with a site that LOG was imported into, and the site's uid."""
    folder = tmp_path_factory.mktemp("filled")
    log, place = folder / "access.log", ("--data", str(folder / "data"))
    log.write_bytes(LOG)
    output_of((*HITLAKE, "user", "add", "ada@example.com", *place))
    uid = str(json.loads(output_of((*HITLAKE, "site", "add", "example.com", "--json", *place)))["uid"])
    output_of((*HITLAKE, "import", str(log), "--site", uid, *place))
    return folder / "data", uid


@pytest.fixture
def uid(filled: tuple[Path, str], data: Path) -> str:
    """Of the site; the data folder is the test's own."""
    shutil.copytree(filled[0], data)
    return filled[1]


@pytest.mark.parametrize("ending", ["parquet", "csv", "ndjson"])
@pytest.mark.parametrize(("rows", "count"), [("hits", 7), ("visits", 5)])
def test_exported_hits_and_visits_imported_elsewhere_give_equal_answers(
    hitlake: Hitlake, uid: str, tmp_path: Path, ending: str, rows: str, count: int
) -> None:
    export = tmp_path / "umami.csv"
    export.write_text(UMAMI, "utf-8")
    assert hitlake("import", str(export), "--site", uid).status == 0
    file = tmp_path / f"{rows}.{ending}"
    assert hitlake("export", rows, "--site", uid, "-o", str(file)).out == f"{count} {rows} in {file}\n"
    hitlake("site", "add", "example.org")
    [summary] = json.loads(hitlake("import", str(file), "--site", "example.org", "--json").out)
    assert (summary["format"], summary["lines"], summary["hits"], summary["days"]) == ("hitlake", 7, 7, 3)
    for question in ANSWERS:
        first = hitlake("sql", question.format(1), "--json").out
        assert first
        assert hitlake("sql", question.format(2), "--json").out == first


@pytest.mark.parametrize("ending", ["parquet", "csv", "ndjson"])
def test_exported_counts_imported_elsewhere_are_the_same(
    hitlake: Hitlake, uid: str, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"counts.{ending}"
    for export in (zipped(tmp_path, PLAUSIBLE), written(tmp_path, "users.csv", "Date,Active users\n20220101,5\n")):
        assert hitlake("import", str(export), "--site", uid).status == 0
    out = hitlake("export", "imported", "--site", uid, "-o", str(file)).out
    hitlake("site", "add", "example.org")
    [summary] = json.loads(hitlake("import", str(file), "--site", "example.org", "--json").out)
    assert (summary["format"], summary["counts"], summary["days"]) == ("hitlake", summary["lines"], 3)
    assert out == f"{summary['lines']} imported in {file}\n"
    columns = "day, dimension, value, pageviews, events, visitors, visits, bounces, duration_ms, origin"
    question = f"select {columns} from imported where site_id = {{}} order by all"
    first = hitlake("sql", question.format(1)).out
    assert "plausible" in first
    assert "ga4" in first
    assert hitlake("sql", question.format(2)).out == first
    again = hitlake("import", str(file), "--site", "example.org")
    assert "every line was imported before" in again.out


@pytest.mark.parametrize("ending", ["parquet", "csv", "ndjson"])
def test_exported_rollups_imported_elsewhere_count_the_same(
    hitlake: Hitlake, uid: str, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"rollups.{ending}"
    hitlake("export", "rollups", "--site", uid, "-o", str(file))
    hitlake("site", "add", "example.org")
    [summary] = json.loads(hitlake("import", str(file), "--site", "example.org", "--json").out)
    _, there = hitlake("sql", "select count(*) from rollups where site_id = 1").out.split()
    assert summary["counts"] == summary["lines"] == int(there)
    assert (summary["hits"], summary["days"], summary["unparsed"]) == (0, 2, {})
    rows = "select * exclude (site_id) from {} where site_id = {} order by all"
    there, here = rows.format("rollups", 1), rows.replace("site_id)", "site_id, origin)").format("imported", 2)
    assert hitlake("sql", here, "--json").out == hitlake("sql", there, "--json").out
    # The rows are the same whatever file they came in, so that each report of them is looked at once.
    for report in ("days", *DIMENSION_NAMES) if ending == "parquet" else ("days", "path", "entry"):
        first = hitlake("export", report, "--site", "example.com").out
        assert first.count("\n") > 1 or report == "event"
        assert hitlake("export", report, "--site", "example.org").out == first


@pytest.mark.parametrize("ending", ["parquet", "csv", "ndjson"])
def test_reports_imported_elsewhere_one_after_another_are_the_same(
    hitlake: Hitlake, uid: str, tmp_path: Path, ending: str
) -> None:
    hitlake("site", "add", "example.org")
    files = {report: tmp_path / f"{report}.{ending}" for report in ("days", "path", "source", "hour")}
    for report, file in files.items():
        hitlake("export", report, "--site", uid, "-o", str(file))
        assert hitlake("import", str(file), "--site", "example.org").status == 0
    for report in files:
        first = hitlake("export", report, "--site", "example.com").out
        assert hitlake("export", report, "--site", "example.org").out == first
    assert hitlake("sql", "select distinct origin from imported").out == "origin\nhitlake\n"


def test_rows_of_visits_that_are_not_whole_are_accounted_for(hitlake: Hitlake, tmp_path: Path) -> None:
    hitlake("user", "add", "ada@example.com")
    hitlake("site", "add", "example.org")
    file = tmp_path / "visits.ndjson"
    hits = [{"after_ms": 0, "path": "/"}, {"after_ms": 5000, "path": "/", "event": "play", "props": '{"n":1}'}]
    visit = dict.fromkeys(VISIT_SCHEMA.names) | {
        "visit_id": 7,
        "visitor": 9,
        "started_at": "2024-11-19T08:30:00Z",
        "hits": hits,
    }
    others: list[dict[str, Any]] = [
        {"visitor": None},
        {"hits": None},
        {"hits": [{"after_ms": 0}]},
        {"hits": [{"path": "/"}]},
    ]
    file.write_text("".join(json.dumps(visit | other) + "\n" for other in [{}, *others]), "utf-8")
    answer = hitlake("import", str(file), "--site", "example.org")
    assert "2  hits stored" in answer.out
    lacking = "rows without visit_id, visitor, started_at, hits"
    assert f"4  not parsed: wrong fields, first in line 0: {lacking}" in answer.out
    rows = hitlake("sql", "select path, event, props, created_at::varchar as at from hits order by hit_id", "--json")
    first, second = (f"2024-11-19 08:30:0{second}+00" for second in (0, 5))
    assert [list(json.loads(row).values()) for row in rows.out.splitlines()] == [
        ["/", None, None, first],
        ["/", "play", '{"n":1}', second],
    ]


@pytest.mark.parametrize("ending", ["parquet", "csv", "ndjson"])
def test_a_visit_of_very_many_hits_comes_back(hitlake: Hitlake, tmp_path: Path, ending: str) -> None:
    hitlake("user", "add", "ada@example.com")
    for domain in ("example.com", "example.org"):
        hitlake("site", "add", domain)
    made, file = tmp_path / "made.ndjson", tmp_path / f"visits.{ending}"
    visit = {"started_at": "2024-11-19T08:30:00Z", "pages": []}
    many = [{"after_ms": 1000 * at, "path": f'/"{at % 7}",{{', "referrer": "r" * 300} for at in range(9000)]
    visits = [{"visit_id": 1, "visitor": 7, "hits": many}, {"visit_id": 2, "visitor": 8, "hits": many[:1]}]
    made.write_text("".join(json.dumps(visit | one) + "\n" for one in visits), "utf-8")
    assert "9,001  hits stored" in hitlake("import", str(made), "--site", "example.com").out

    assert hitlake("export", "visits", "--site", "example.com", "-o", str(file)).out == f"2 visits in {file}\n"
    assert ending == "parquet" or max(map(len, file.read_bytes().splitlines())) > LONGEST_ROW // 2
    assert "9,001  hits stored" in hitlake("import", str(file), "--site", "example.org").out
    for table in ("hits", "visits"):
        columns = "* exclude (site_id, hit_id)" if table == "hits" else "* exclude (site_id, visit_id)"
        sums = f"select count(*), sum(hash(one)) from (select {columns} from {table} where site_id = {{}}) as one"
        assert hitlake("sql", sums.format(2)).out == hitlake("sql", sums.format(1)).out


@pytest.mark.parametrize(
    ("name", "head", "rest"),
    [("visits.ndjson", '{"visit_id":1,"visitor":7,"started_at":"2024-11-19T08:30:00Z","pages":"', '"}\n[]\n'),
     ("visits.csv", "visit_id,visitor,started_at,pages\n1,7,2024-11-19 08:30:00Z,", "\n")],
)  # fmt: skip
def test_long_rows_that_are_no_visits_with_hits_are_told_of(
    hitlake: Hitlake, tmp_path: Path, name: str, head: str, rest: str
) -> None:
    hitlake("user", "add", "ada@example.com")
    hitlake("site", "add", "example.org")
    file = tmp_path / name
    file.write_text(head + "p" * LONGEST_ROW + rest, "utf-8")
    answer = hitlake("import", str(file), "--site", "example.org")
    assert (answer.status, "Traceback" in answer.err) == (2, False)
    assert "nothing of it was imported" in answer.err


def test_visits_of_many_days_are_written_some_at_a_time(
    hitlake: Hitlake, uid: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    hitlake("export", "visits", "--site", uid, "-o", str(whole))
    monkeypatch.setattr("engine.exports.visits.HITS_AT_A_TIME", 1)
    assert hitlake("export", "visits", "--site", uid, "-o", str(parts)).out == f"3 visits in {parts}\n"
    assert parts.read_bytes() == whole.read_bytes()


def test_an_export_counts_once_however_often_it_is_imported(hitlake: Hitlake, uid: str, tmp_path: Path) -> None:
    file = tmp_path / "hits.parquet"
    hitlake("export", "hits", "--site", uid, "-o", str(file))
    hitlake("site", "add", "example.org")
    for _ in range(2):
        assert hitlake("import", str(file), "--site", "example.org").status == 0
    assert hitlake("sql", "select count(*) from hits where site_id = 2").out == "count_star()\n4\n"


def test_days_bound_an_export(hitlake: Hitlake, uid: str) -> None:
    lines = hitlake("export", "hits", "--site", uid, "--from", "2024-11-20", "--to", "2024-11-20").out.splitlines()
    assert len(lines) == 2
    assert "2024-11-20" in lines[1]


def test_visits_and_rollups_are_exported_with_all_their_columns(hitlake: Hitlake, uid: str, tmp_path: Path) -> None:
    visits, rollups = tmp_path / "visits.parquet", tmp_path / "rollups.parquet"
    assert hitlake("export", "visits", "--site", uid, "-o", str(visits)).out == f"3 visits in {visits}\n"
    assert hitlake("export", "rollups", "--site", uid, "-o", str(rollups)).status == 0
    assert [page["path"] for page in pq.read_table(visits)["pages"][0].as_py()] == ["/", "/say"]
    totals = [row for row in pq.read_table(rollups).to_pylist() if row["dimension"] == "total"]
    assert [(str(row["day"]), row["pageviews"], row["visitors"]) for row in totals] == [
        ("2024-11-19", 3, 2),
        ("2024-11-20", 1, 1),
    ]
    csv_line = hitlake("export", "visits", "--site", uid).out.splitlines()[1]
    assert '""path"":""/""' in csv_line


def test_a_report_is_exported_as_the_rollups_have_it(hitlake: Hitlake, uid: str) -> None:
    paths = csv.reader(hitlake("export", "path", "--site", uid).out.splitlines())
    assert [",".join(row) for row in paths] == [
        "day,path,pageviews,events,visitors,visits,bounces,duration_ms",
        "2024-11-19,/,2,0,2,2,1,60000",
        "2024-11-19,/say,1,0,1,1,0,60000",
        "2024-11-20,/,1,0,1,1,1,0",
    ]
    assert hitlake("export", "days", "--site", uid, "--to", "2024-11-19", "--format", "ndjson").out == (
        '{"day":"2024-11-19","pageviews":3,"events":0,"visitors":2,"visits":2,"bounces":1,"duration_ms":60000}\n'
    )
    for name, rows in {"event": 0, "exit": 3, "country": 2, "hour": 3}.items():
        head, *values = hitlake("export", name, "--site", uid).out.splitlines()
        assert (head.split(",")[1], len(values)) == (f'"{name}"', rows)


def test_a_report_counts_the_hits_of_today(hitlake: Hitlake, uid: str, tmp_path: Path) -> None:
    log, now = tmp_path / "today.log", datetime.now(UTC)
    log.write_bytes(text(combined("/new", time=now.strftime("%d/%b/%Y:%H:%M:%S +0000"))))
    assert hitlake("import", str(log), "--site", uid).status == 0
    file = tmp_path / "days.parquet"
    assert hitlake("export", "days", "--site", uid, "-o", str(file)).out == f"3 days in {file}\n"
    assert pq.read_table(file)["pageviews"].to_pylist() == [3, 1, 1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["pages"],
            "'pages' cannot be exported: name one of hits, visits, rollups, imported, days, "
            + ", ".join(DIMENSION_NAMES),
        ),
        (["hits", "--format", "xlsx"], "format 'xlsx' is not one of parquet, csv, ndjson"),
        (["hits", "--from", "yesterday"], "--from yesterday: write a day as 2026-11-01"),
        (["hits", "--from", "2026-11-02", "--to", "2026-11-01"], "--from 2026-11-02 is after --to 2026-11-01"),
        (["hits", "-o", "/nowhere/hits.csv"], "/nowhere/hits.csv cannot be written: No such file or directory"),
    ],
)
def test_bad_input_is_status_2(hitlake: Hitlake, uid: str, arguments: list[str], message: str) -> None:
    answer = hitlake("export", *arguments, "--site", uid)
    assert (answer.status, answer.err) == (2, f"hitlake: {message}\n")


def test_files_of_the_data_folder_are_imported_as_they_lie_there(hitlake: Hitlake, uid: str, data: Path) -> None:
    hitlake("site", "add", "example.org")
    [stored] = (data / "hits" / "site_id=1").rglob("*.parquet")
    assert "site_id" not in pq.read_schema(stored).names
    assert hitlake("import", str(stored), "--site", "example.org").status == 0
    assert hitlake("sql", "select count(*) from hits where site_id = 2").out == "count_star()\n4\n"


def test_parquet_of_others_is_refused(hitlake: Hitlake, uid: str, tmp_path: Path) -> None:
    others, cut = tmp_path / "others.parquet", tmp_path / "cut.parquet"
    pq.write_table(pa.table({"day": [1], "path": ["/"]}), others)
    answer = hitlake("import", str(others), "--site", uid)
    assert (answer.status, answer.err) == (
        2,
        f"hitlake: {others}: is a Parquet file that `hitlake export` did not write, by its columns\n",
    )
    hitlake("export", "hits", "--site", uid, "-o", str(cut))
    pq.write_table(pq.read_table(cut).drop_columns(["browser", "device"]), cut)
    answer = hitlake("import", str(cut), "--site", uid)
    assert "is a Parquet file of exported hits, but it lacks browser, device" in answer.err
