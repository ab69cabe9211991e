"""Exports of other systems that hold every hit: what is stored, and what becomes of every row."""

import gzip
import zipfile
from pathlib import Path

import pytest

from engine.imports.storing import Imported
from engine.imports.summary import Summary
from engine.imports.systems.exports import find_export
from engine.imports.systems.hit_importer import HitImporter
from engine.imports.systems.hits import system_of
from schemas.errors import BadInputError
from tests.engine.imports.importside import ImportSide
from tests.engine.imports.systems.exported import FIREFOX, GOATCOUNTER, MATOMO, TINYLYTICS, UMAMI


def imported(side: ImportSide, path: Path, *, again: bool = False) -> Imported:
    export = find_export(str(path))
    assert export is not None
    system = system_of(export)
    assert system is not None
    importer = side.importer()
    with importer.storing.delivery.alone():
        hits = HitImporter(storing=importer.storing, ledger=importer.ledger, facts=side.facts, now_ms=side.now_ms)
        return hits.run(export, system, side.site, again=again)


def summary_of(side: ImportSide, text: str, tmp_path: Path) -> Summary:
    path = tmp_path / "export.csv"
    path.write_text(text)
    summary = imported(side, path).summary
    assert summary.accounted == summary.lines
    return summary


def test_goatcounter(side: ImportSide, tmp_path: Path) -> None:
    summary = summary_of(side, GOATCOUNTER, tmp_path)
    assert (summary.format, summary.lines, summary.hits, summary.dropped) == ("goatcounter", 8, 5, {"robot": 1})
    assert [(kind, found.first_line, found.lines) for kind, found in sorted(summary.unparsed.items())] == [
        ("no valid time", 8, 1),
        ("wrong fields", 9, 1),
    ]
    assert side.stored("event, path, source, referrer, country, browser, platform, device") == [
        (None, "/", None, None, "KR", "Chrome", "macOS", "desktop"),
        (None, "/post", "feed", None, "KR", "Chrome", "macOS", "desktop"),
        (None, "/post", None, "https://news.example.net/item?id=1", "DE", "Firefox", "Linux", "desktop"),
        (None, "/", "Hacker News", None, "US", "Safari", "iOS", "mobile"),
        ("download", "/", None, None, "US", "Safari", "iOS", "mobile"),
    ]
    first, second, third, *_ = side.stored("visitor")
    assert first == second != third
    assert side.stored("epoch_ms(created_at)")[2] == 1783555200000


def test_umami(side: ImportSide, tmp_path: Path) -> None:
    summary = summary_of(side, UMAMI, tmp_path)
    assert (summary.format, summary.hits, summary.dropped) == ("umami", 3, {"foreign_hostname": 1})
    assert side.stored("event, path, source, utm_medium, referrer_host, country, city, browser, platform, device") == [
        (None, "/pricing", "news", "mail", "blog.example.net", "DE", "Berlin", "Chrome", "macOS", "desktop"),
        ("signup", "/pricing", None, None, None, "DE", "Berlin", "Chrome", "macOS", "desktop"),
        (None, "/", "toot", None, None, "FR", None, "Safari", "iOS", "mobile"),
    ]
    assert side.stored("language") == ["en", "en", "fr"]
    assert side.stored("epoch_ms(created_at) % 1000") == [0, 0, 250]


def test_tinylytics(side: ImportSide, tmp_path: Path) -> None:
    summary = summary_of(side, TINYLYTICS, tmp_path)
    assert (summary.format, summary.hits) == ("tinylytics", 3)
    assert side.stored("path, referrer_host, country, browser, platform, device, source") == [
        ("/a", "blog.example.net", "SE", "Firefox", "Linux", "desktop", None),
        ("/b", None, "SE", "Firefox", "Linux", "desktop", None),
        ("/c", None, "JP", "Safari", "iOS", "mobile", "toot"),
    ]
    first, second, third = side.stored("visitor")
    assert first == second != third
    assert str(side.stored("day")[2]) == "2026-05-01"


def test_matomo_in_utf_16(side: ImportSide, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text(MATOMO, encoding="utf-16")
    summary = imported(side, path).summary
    assert summary.accounted == summary.lines == 5
    assert (summary.format, summary.hits, summary.dropped) == ("matomo", 3, {"not_a_page": 1})
    assert set(summary.unparsed) == {"no valid time"}
    stored = side.stored("path, event, referrer_host, country, browser, platform, device, language")
    assert sorted(stored, key=str) == [
        ("/a", "play", None, "DE", "Chrome", "Android", "mobile", "de"),
        ("/a", None, "search.example.net", "DE", "Chrome", "Android", "mobile", "de"),
        ("/b", None, None, "FR", "Firefox", "Linux", "desktop", "fr"),
    ]


def test_no_address_and_no_user_agent_is_kept(side: ImportSide, tmp_path: Path) -> None:
    summary = summary_of(side, GOATCOUNTER + MATOMO.splitlines()[1] + "\n", tmp_path)
    kept = b"".join(path.read_bytes() for path in side.layout.root.rglob("*") if path.is_file())
    for secret in ("203.0.113", FIREFOX, "session-a"):
        assert secret.encode() not in kept
        assert secret not in str(summary)


def test_an_export_counts_once_whatever_it_is_called(side: ImportSide, tmp_path: Path) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    first.write_text(UMAMI)
    second.write_text(UMAMI)
    assert imported(side, first).summary.hits == 3
    again = imported(side, second).summary
    assert (again.hits, again.lines, again.known_lines) == (0, 0, 4)
    assert imported(side, second, again=True).summary.hits == 3
    assert len(side.stored()) == 6


def test_packed_and_zipped(side: ImportSide, tmp_path: Path) -> None:
    packed, zipped = tmp_path / "export.csv.gz", tmp_path / "export.zip"
    packed.write_bytes(gzip.compress(GOATCOUNTER.encode()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("session_data.csv", "session_id,data_key\ns1,plan\n")
        archive.writestr("export/website_event.csv", UMAMI)
    assert imported(side, packed).summary.hits == 5
    assert imported(side, zipped).summary.hits == 3
    assert len(side.stored()) == 8


def test_a_damaged_archive_adds_nothing(side: ImportSide, tmp_path: Path) -> None:
    path = tmp_path / "export.csv.gz"
    heading, *rows = GOATCOUNTER.splitlines(keepends=True)
    path.write_bytes(gzip.compress((heading + "".join(rows) * 5000).encode())[:-12])
    with pytest.raises(BadInputError, match="nothing of it was imported"):
        imported(side, path)
    assert side.stored() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"PK\x03\x04 and no archive",
        b"\x1f\x8b\x08\x00broken",
        b'198.51.100.1 - - [22/Nov/2026:08:30:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"\n',
        b"a,b,c\n1,2,3\n",
        b'"' + b"x" * 300_000,
    ],
)
def test_what_is_no_export_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    try:
        export = find_export(str(path))
    except BadInputError as error:
        assert "zip archive" in str(error)  # noqa: PT017
        return
    assert export is None or system_of(export) is None
