"""Exports of other systems that hold counts: what is stored of them, marked with their origin."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.imports.summary import Summary
from engine.imports.systems.count_importer import CountImporter
from engine.imports.systems.counts import find_counts
from engine.imports.systems.exports import find_export
from engine.statements import Statements
from engine.storage.files import Files
from engine.storage.imported import ImportedRollups
from schemas.errors import BadInputError
from schemas.rollups import IMPORTED_SCHEMA
from tests.engine.imports.importside import ImportSide
from tests.engine.imports.systems.exported import GA4, MATOMO_REPORTS, PLAUSIBLE, written, zipped


def imported(side: ImportSide, path: Path, *, again: bool = False) -> Summary:
    export = find_export(str(path))
    assert export is not None
    counts = find_counts(export)
    assert counts is not None
    rollups = ImportedRollups(side.layout, Files(), Statements())
    delivery = side.delivery(side.files)
    with delivery.alone():
        importer = CountImporter(
            delivery=delivery, rollups=rollups, ledger=side.registry.imports, statements=Statements()
        )
        summary = importer.run(counts, side.site, again=again).summary
    assert summary.accounted == summary.lines
    return summary


def stored(side: ImportSide, dimension: str, columns: str = "day::varchar, value, pageviews, visitors") -> list[Any]:
    with duckdb.connect() as reader:
        files = f"read_parquet('{side.layout.imported}/*/*.parquet', hive_partitioning = false)"
        query = f"select {columns} from {files} where dimension = ? order by all"
        return reader.execute(query, [dimension]).fetchall()


def test_plausible(side: ImportSide, tmp_path: Path) -> None:
    summary = imported(side, zipped(tmp_path, PLAUSIBLE))
    assert (summary.format, summary.lines, summary.counts, summary.hits) == ("plausible", 26, 25, 0)
    assert [(kind, found.lines, found.example) for kind, found in summary.unparsed.items()] == [
        ("no valid time", 1, "…")
    ]
    assert (str(summary.first_day), str(summary.last_day), summary.days) == ("2023-01-01", "2023-01-02", 2)
    all_metrics = "day::varchar, value, pageviews, events, visitors, visits, bounces, duration_ms, origin"
    assert stored(side, "total", all_metrics) == [
        ("2023-01-01", "", 25, 4, 10, 12, 4, 360_000, "plausible"),
        ("2023-01-02", "", 9, 0, 5, 6, 1, 90_000, "plausible"),
    ]
    first = {
        "path": [("/", 17, 9), ("/blog", 8, 5)],
        "referrer_host": [("Google", 3, 1), ("news.example.net", 6, 3), (None, 16, 7)],
        "referrer": [("https://news.example.net/item", 6, 3), (None, 19, 8)],
        "source": [("letter", 1, 1), (None, 24, 10)],
        "utm_campaign": [("spring", 1, 1), (None, 24, 10)],
        "country": [("DE", 20, 8), ("FR", 5, 2)],
        "device": [("desktop", 21, 8), ("mobile", 4, 2)],
        "browser": [("Chrome", 16, 6), ("Edge", 9, 4)],
        "platform": [("Linux", 10, 5), ("macOS", 15, 5)],
    }
    for dimension, rows in first.items():
        assert [row[1:] for row in stored(side, dimension) if row[0] == "2023-01-01"] == rows, dimension
    assert stored(side, "entry", "value, visits, bounces, duration_ms") == [("/", 10, 3, 300_000)]
    assert stored(side, "exit", "value, visits") == [("/blog", 5)]
    assert stored(side, "event", "value, events, visitors") == [("Outbound Link: Click", 1, 1), ("Signup", 3, 2)]


def test_matomo_report_by_report(side: ImportSide, tmp_path: Path) -> None:
    for name, text in MATOMO_REPORTS.items():
        assert imported(side, written(tmp_path, name, text)).format == "matomo"
    assert stored(side, "total", "day::varchar, pageviews, visitors, visits, bounces, duration_ms") == [
        ("2023-02-01", 60, 20, 25, 8, 1_500_000),
        ("2023-02-02", 0, 0, 0, 0, 0),
    ]
    assert [row[1:] for row in stored(side, "path")] == [("/", 30, 14), ("/blog/post", 20, 8)]
    assert [row[1:] for row in stored(side, "country")] == [("DE", 50, 16), (None, 10, 4)]


def test_ga4(side: ImportSide, tmp_path: Path) -> None:
    summary = imported(side, written(tmp_path, "download.csv", GA4))
    assert (summary.format, summary.lines, summary.counts) == ("ga4", 4, 3)
    assert stored(side, "path", "day::varchar, value, pageviews, visitors, visits, bounces") == [
        ("2023-03-01", "/", 1200, 4, 5, 2),
        ("2023-03-01", "/about", 30, 2, 3, 1),
        ("2023-03-02", "/", 10, 1, 1, 1),
    ]
    assert [row[1] for row in stored(side, "country")] == ["DE", "US", None]


def test_days_that_are_counted_from_a_start_date(side: ImportSide, tmp_path: Path) -> None:
    text = "# Start date: 20230330\n# End date: 20230402\nNth day,Active users\n0000,5\n0003,7\n"
    imported(side, written(tmp_path, "users.csv", text))
    assert stored(side, "total", "day::varchar, visitors") == [("2023-03-30", 5), ("2023-04-02", 7)]


def test_the_same_export_changes_nothing_and_a_newer_one_replaces_its_days(side: ImportSide, tmp_path: Path) -> None:
    path = zipped(tmp_path, PLAUSIBLE)
    imported(side, path)
    before = [stored(side, dimension) for dimension in ("total", "path", "country")]
    again = imported(side, path)
    assert (again.known_lines, again.lines) == (26, 0)
    imported(side, path, again=True)
    assert [stored(side, dimension) for dimension in ("total", "path", "country")] == before
    visitors = "imported_visitors.csv"
    newer = {visitors: PLAUSIBLE["imported_visitors_20230101_20230102.csv"].replace(",25,", ",26,")}
    imported(side, zipped(tmp_path, newer, "newer.zip"))
    assert stored(side, "total", "pageviews") == [(9,), (26,)]
    assert stored(side, "path") == before[1]


def test_another_origin_takes_the_whole_day(side: ImportSide, tmp_path: Path) -> None:
    imported(side, zipped(tmp_path, PLAUSIBLE))
    imported(side, written(tmp_path, "users.csv", "Date,Active users,Views\n20230101,3,4\n"))
    assert stored(side, "total", "day::varchar, visitors, origin") == [
        ("2023-01-01", 3, "ga4"),
        ("2023-01-02", 5, "plausible"),
    ]
    assert {row[0] for row in stored(side, "path")} == {"2023-01-02"}


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("download.csv", "Page path,Views\n/,5\n", "add the dimension Date"),
        ("report.csv", "date,label,nb_visits\n2023-01-01,x,5\n", "its name does not say which"),
        ("Actions.getPageUrls.csv", "label,nb_visits\n/,5\n", "has no column `date`"),
    ],
)
def test_a_report_that_says_too_little_is_told_how_to_make_it(tmp_path: Path, name: str, text: str, why: str) -> None:
    export = find_export(str(written(tmp_path, name, text)))
    assert export is not None
    with pytest.raises(BadInputError, match=why):
        find_counts(export)


def test_a_table_that_lacks_a_column_is_told(tmp_path: Path) -> None:
    export = find_export(str(written(tmp_path, "imported_pages.csv", "date,pageviews\n2023-01-01,5\n")))
    assert export is not None
    with pytest.raises(BadInputError, match=r"imported_pages\.csv lacks the column page; it has date, pageviews"):
        find_counts(export)


def test_without_a_day_nothing_is_imported(side: ImportSide, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no counts of any day"):
        imported(side, written(tmp_path, "a.csv", "Date,Active users\nnever,5\n"))
    assert not side.layout.imported.exists()


def test_the_file_is_in_the_schema_that_is_documented(side: ImportSide, tmp_path: Path) -> None:
    imported(side, zipped(tmp_path, PLAUSIBLE))
    with duckdb.connect() as reader:
        [path] = side.layout.imported.glob("*/*.parquet")
        names = [
            row[0]
            for row in reader.execute(
                f"describe select * from read_parquet('{path}', hive_partitioning = false)"
            ).fetchall()
        ]
    assert (str(path.relative_to(side.layout.root)), names) == (
        f"imported/site_id={side.site.id}/2023-01.parquet",
        IMPORTED_SCHEMA.names,
    )
