"""What an import promises: every line accounted for, every hit once, all of a log or none."""

import bz2
import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.imports.reading import Reading
from engine.storage.files import Files
from schemas.errors import BadInputError
from tests.engine.imports.importside import ImportSide
from tests.engine.imports.loglines import AGENT, combined, common, text

OVER = "21/Nov/2026:08:30:00 +0000"
BOT = "Mozilla/5.0 (compatible; Examplebot/2.1; +http://example.com/bot.html)"


def pages(first: int, end: int) -> list[str]:
    """Views of a page each, a day apart at most, by visitors of their own."""
    return [
        combined(f"/page-{number}", address=f"192.0.2.{number}", time=f"{1 + number % 20:02}/Nov/2026:08:30:00 +0000")
        for number in range(first, end)
    ]


def test_every_line_is_accounted_for(side: ImportSide) -> None:
    log = text(
        combined("/shop?utm_source=letter", referrer="https://www.example.org/x"),
        combined("/", method="POST"),
        combined("/", status=404),
        combined("/style.css"),
        combined("/", agent=BOT),
        combined("http://elsewhere.example/"),
        "something else",
        "",
        combined(time="22/Nov/2027:08:30:00 +0000"),
        combined().replace("GET / HTTP/1.1", "-"),
    )
    summary = side.summary(log)
    assert summary.log == "standard input"
    assert (summary.format, summary.lines, summary.hits, summary.days) == ("combined", 10, 1, 1)
    assert summary.dropped == {
        "not_get": 1,
        "not_successful": 1,
        "not_a_page": 1,
        "robot": 1,
        "foreign_hostname": 1,
    }
    assert {kind: (found.lines, found.first_line) for kind, found in summary.unparsed.items()} == {
        "wrong fields": (1, 7),
        "empty line": (1, 8),
        "time in the future": (1, 9),
        "no request": (1, 10),
    }
    assert side.stored("path, source, referrer_host, epoch_ms(created_at)") == [
        ("/shop", "letter", "example.org", 1795336200000)
    ]


LINE = st.one_of(
    st.sampled_from(
        [
            combined(),
            combined("/a"),
            combined("/robots.txt", address="192.0.2.11"),
            combined("/b", address="192.0.2.11"),
            combined("/b", agent=BOT),
            combined("/c", status=500),
            combined("/d", method="HEAD"),
            common(),
            "",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=30),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINE, min_size=1), st.booleans(), st.sampled_from(["combined", "common"]))
def test_whatever_the_lines_are_all_are_accounted_for(
    side: ImportSide, lines: list[str], ends: bool, format_name: str
) -> None:
    log = text(combined("/first"), *lines).removesuffix(b"" if ends else b"\n")
    summary = side.summary(log, format_name=format_name, again=True, block_bytes=300)
    assert summary.lines == log.count(b"\n") + (not log.endswith(b"\n"))


def test_a_common_log_has_visitors_though_it_names_no_agent(side: ImportSide) -> None:
    summary = side.summary(text(common("/a"), common("/b"), common("/c", address="192.0.2.11")))
    assert (summary.format, summary.hits) == ("common", 3)
    first, second, third = side.stored("visitor")
    assert first == second != third


def test_visitors_whose_names_stand_for_addresses_are_told_apart(side: ImportSide) -> None:
    names = ["a.example.net", "a.example.net", "b.example.net"]
    side.summary(text(*(combined("/", address=name) for name in names)))
    first, second, third = side.stored("visitor")
    assert first == second != third


def test_who_behaves_like_a_robot_anywhere_in_the_log_is_none_of_its_visitors(side: ImportSide) -> None:
    lines = [combined(f"/early-{number}", address="192.0.2.66") for number in range(50)]
    lines += [combined(f"/other-{number}", address="192.0.2.67") for number in range(3)]
    lines += [combined("/robots.txt", address="192.0.2.66", status=404)]
    summary = side.summary(text(*lines), block_bytes=1000)
    assert side.stored() == ["/other-0", "/other-1", "/other-2"]
    assert summary.dropped == {"robot": 50, "not_successful": 1}


def test_the_same_log_again_adds_nothing_whatever_it_is_called_and_packed_with(
    side: ImportSide, tmp_path: Path
) -> None:
    log = text(*pages(0, 30))
    (tmp_path / "access.log").write_bytes(log)
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(log))
    assert side.summary(tmp_path / "access.log").hits == 30
    for again in (tmp_path / "access.log", tmp_path / "access.log.1.gz", log, bz2.compress(log)):
        summary = side.summary(again)
        assert (summary.lines, summary.hits, summary.known_lines) == (0, 0, 30)
    assert len(side.stored()) == 30


def test_the_same_log_is_another_one_for_another_site(side: ImportSide) -> None:
    side.summary(text(*pages(0, 3)))
    side.site = side.registry.sites.add(side.site.account_id, "example.org")
    assert side.summary(text(*pages(0, 3))).hits == 3


def test_again_imports_it_once_more(side: ImportSide) -> None:
    side.summary(text(*pages(0, 3)))
    assert side.summary(text(*pages(0, 3)), again=True).hits == 3
    assert len(set(side.stored("hit_id"))) == 6


@pytest.mark.parametrize("from_file", [True, False])
@pytest.mark.parametrize("block_bytes", [300, 1 << 20])
def test_of_a_log_that_has_grown_only_the_new_lines_are_imported(
    side: ImportSide, tmp_path: Path, from_file: bool, block_bytes: int
) -> None:
    path = tmp_path / "access.log"
    for first, end in ((0, 10), (10, 25), (25, 26)):
        content = text(*pages(0, end))
        path.write_bytes(content)
        summary = side.summary(path if from_file else content, block_bytes=block_bytes)
        assert (summary.known_lines, summary.lines, summary.hits) == (first, end - first, end - first)
    assert side.stored() == [f"/page-{number}" for number in range(26)]


def test_broken_lines_at_the_end_of_a_known_log_are_counted_with_their_place_in_it(side: ImportSide) -> None:
    side.summary(text(*pages(0, 3)))
    summary = side.summary(text(*pages(0, 3), "broken"))
    assert (summary.unparsed["wrong fields"].lines, summary.unparsed["wrong fields"].first_line) == (1, 4)


@pytest.mark.parametrize("cut", [5, 40, 90, 140])
def test_half_a_line_at_the_end_is_imported_when_it_is_whole(side: ImportSide, cut: int) -> None:
    whole = text(*pages(0, 3))
    half = text(*pages(0, 2)) + pages(2, 3)[0].encode()[:cut]
    summary = side.summary(half)
    assert (summary.hits, summary.unparsed["cut off at the end"].lines) == (2, 1)
    assert side.summary(half).hits == 0
    assert side.summary(whole).hits == 1
    assert side.stored() == ["/page-0", "/page-1", "/page-2"]


def test_half_a_combined_line_alone_is_no_common_line(side: ImportSide) -> None:
    with pytest.raises(BadInputError, match="none of the first 1 lines is in a known format"):
        side.run(combined().encode()[:-20])


def test_a_last_line_that_only_lacks_its_newline_counts_once(side: ImportSide) -> None:
    assert side.summary(text(*pages(0, 3)).removesuffix(b"\n")).hits == 3
    assert side.summary(text(*pages(0, 3))).hits == 0
    assert side.summary(text(*pages(0, 4))).hits == 1
    assert len(side.stored()) == 4


def test_a_log_that_begins_otherwise_is_new(side: ImportSide) -> None:
    side.summary(text(*pages(0, 10)))
    assert side.summary(text(*pages(1, 12))).hits == 11


@pytest.mark.parametrize("content", [b"", gzip.compress(b"")], ids=["plain", "packed"])
def test_an_empty_log_is_nothing(side: ImportSide, content: bytes) -> None:
    assert side.summary(content).lines == 0
    assert side.registry.imports.done(side.site.id) == []


def test_nothing_of_a_damaged_file_is_imported(side: ImportSide, tmp_path: Path) -> None:
    whole = gzip.compress(text(*pages(0, 5000)))
    path = tmp_path / "access.log.gz"
    path.write_bytes(whole[:-500])
    with pytest.raises(BadInputError, match="cut off or damaged, nothing of it was imported"):
        side.run(path, block_bytes=5000)
    assert (side.stored(), list(side.layout.incoming.glob("*.*"))) == ([], [])
    path.write_bytes(whole)
    assert side.summary(path).hits == 5000


def test_a_file_in_no_known_format_is_refused(side: ImportSide) -> None:
    with pytest.raises(BadInputError, match="none of the first 2 lines is in a known format"):
        side.run(b"{}\n{}\n")
    with pytest.raises(BadInputError, match="no line is in the format combined; line 1, wrong fields: …"):
        side.run(b"{} 192.0.2.1\n{}\n", format_name="combined")
    assert side.registry.imports.done(side.site.id) == []


def test_hits_of_days_that_are_over_come_apart_and_are_closed(side: ImportSide) -> None:
    lines = [combined("/over", time="21/Nov/2026:23:59:59 +0000"), combined("/open", time="22/Nov/2026:00:00:00 +0000")]
    imported = side.run(text(*lines))
    assert (imported.summary.days, str(imported.summary.first_day)) == (2, "2026-11-21")
    (over,) = imported.over
    assert [str(day) for day in side.fold()] == ["2026-11-21"]
    assert not side.layout.recent_file(over).exists()
    assert side.stored() == ["/open"]


def test_no_address_and_no_agent_reaches_the_disk(side: ImportSide, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        combined(f"/{number}", address=f"198.51.100.{number}", agent=f"{AGENT} Odd/{number}", time=OVER)
        for number in range(9)
    ]
    lines += [f"198.51.100.77 torn {AGENT}", combined(address="odd-name.example.net"), combined(address="2001:db8::77")]
    seen = b""
    take = Reading.take

    def look(reading: Reading, block: bytes) -> None:
        nonlocal seen
        take(reading, block)
        seen += b"".join(path.read_bytes() for path in side.layout.root.rglob("*") if path.is_file())

    monkeypatch.setattr(Reading, "take", look)
    summary = side.summary(text(*lines), block_bytes=400)
    side.fold()
    seen += b"".join(path.read_bytes() for path in side.layout.root.rglob("*") if path.is_file())
    seen += repr(summary).encode()
    assert b"Firefox" in seen
    for secret in (b"198.51.100", b"Odd/", b"rv:140", b"odd-name", b"2001:db8"):
        assert secret not in seen


class DyingFiles(Files):
    """Raises at the n-th operation that changes something durable, and at every later one, as a killed process does."""

    def __init__(self, lives: int) -> None:
        self.lives = lives

    def _live(self) -> None:
        self.lives -= 1
        if self.lives < 0:
            raise KeyboardInterrupt

    def move(self, source: Path, target: Path) -> None:
        self._live()
        super().move(source, target)
        self._live()

    def sync_file(self, path: Path) -> None:
        self._live()
        super().sync_file(path)

    def sync_folder(self, folder: Path) -> None:
        self._live()
        super().sync_folder(folder)


def test_killed_anywhere_and_repeated_it_adds_each_hit_once(side: ImportSide) -> None:
    for lives in range(100):
        log = text(
            *(combined(f"/{lives}-{number}", time=OVER) for number in range(3)),
            combined(f"/{lives}-open"),
        )
        side.files = DyingFiles(lives)
        try:
            side.run(log)
        except KeyboardInterrupt:
            side.files = Files()
            side.run(log)
        assert len(side.stored()) == len(set(side.stored())) == len(set(side.stored("hit_id"))) == 4 * (lives + 1)
        assert [path.name for path in side.layout.incoming.iterdir()] == ["lock"]
        if isinstance(side.files, DyingFiles):
            break
    assert lives > 5


def test_what_a_killed_import_left_is_delivered_at_the_next_start(side: ImportSide) -> None:
    side.delivery(Files()).resume()  # makes the folders
    side.files = DyingFiles(4)  # enough for two finished files
    with pytest.raises(KeyboardInterrupt):
        side.run(text(combined("/a", time=OVER), combined("/b")))
    assert len(side.registry.imports.delivering()) == 1
    side.delivery(Files()).resume()
    assert side.registry.imports.delivering() == []
    assert side.stored() == ["/a", "/b"]


def test_a_start_beside_a_running_import_leaves_its_files_alone(side: ImportSide) -> None:
    with side.delivery(Files()).alone():
        unfinished = side.layout.incoming / "000000000007.parquet"
        unfinished.write_bytes(b"")
        side.delivery(Files()).resume()
        assert unfinished.exists()
