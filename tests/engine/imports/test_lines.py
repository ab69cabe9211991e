"""Every line of a log comes once and whole, wherever reads cut it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.imports.lines import LONGEST_LINE_BYTES, line_column, read_blocks
from engine.imports.prefixes import NOTHING, Prefix, Watched, known_beginning


def lines_of(content: bytes, block_bytes: int = 64, skip_bytes: int = 0) -> list[str]:
    watched = Watched(io.BytesIO(content), [])
    blocks = read_blocks(watched, skip_bytes=skip_bytes, block_bytes=block_bytes)
    return [line for block in blocks for line in line_column(block).to_list()]


def prefix_of(content: bytes) -> Prefix:
    watched = Watched(io.BytesIO(content), [])
    watched.read(len(content) + 1)
    return watched.everything


@given(st.lists(st.text(st.characters(exclude_characters="\n\r\x1e", codec="utf-8"), max_size=50)), st.integers(1, 200))
def test_lines_come_whole_wherever_reads_cut_them(lines: list[str], block_bytes: int) -> None:
    content = "".join(f"{line}\n" for line in lines).encode().removeprefix(b"\xef\xbb\xbf")
    expected = content.decode().split("\n")[:-1]
    assert lines_of(content, max(block_bytes, max(map(len, content.split(b"\n"))) + 1)) == expected


def test_windows_line_ends_and_a_missing_last_newline_are_fine() -> None:
    assert lines_of(b"one\r\ntwo\r\nthree") == ["one", "two", "three"]


def test_a_last_line_without_its_newline_comes_alone() -> None:
    assert list(read_blocks(Watched(io.BytesIO(b"one\ntwo\nthr"), []))) == [b"one\ntwo\n", b"thr"]


def test_empty_lines_stay_lines() -> None:
    assert lines_of(b"\n\na\n\n") == ["", "", "a", ""]
    assert lines_of(b"") == []


def test_the_mark_at_the_start_of_a_windows_text_is_no_part_of_its_first_line() -> None:
    assert lines_of(b"\xef\xbb\xbfone\ntwo\n") == ["one", "two"]


def test_bytes_that_are_not_utf8_are_latin_1_and_leave_other_lines_alone() -> None:
    assert lines_of("café\n".encode("latin-1") + "café €\n".encode()) == ["café", "café €"]


def test_nul_bytes_and_record_separators_cost_no_line() -> None:
    assert lines_of(b"a\0b\nc\x1ed\n") == ["a\0b", "c d"]


def test_a_line_longer_than_a_block_loses_its_end_and_nothing_else() -> None:
    long = b"x" * 300_000
    found = lines_of(b"one\n" + long + b"\ntwo\n", block_bytes=100_000)
    assert found == ["one", "x" * LONGEST_LINE_BYTES, "two"]


@pytest.mark.parametrize("block_bytes", [7, 8, 9, 1000])
def test_reading_goes_on_behind_what_is_known(block_bytes: int) -> None:
    assert lines_of(b"one\ntwo\nthree\n", block_bytes, skip_bytes=4) == ["two", "three"]


def test_what_follows_half_a_known_line_is_no_line() -> None:
    assert lines_of(b"one\ntwo\nthree\n", skip_bytes=6) == ["three"]
    assert lines_of(b"one\ntwo\nthree\n", skip_bytes=7) == ["three"]


def test_a_log_that_begins_with_a_known_one_is_recognised() -> None:
    known = [prefix_of(b"one\n"), prefix_of(b"one\ntwo\n"), prefix_of(b"other\n")]
    assert known_beginning(io.BytesIO(b"one\ntwo\nthree\n"), known) == known[1]
    assert known_beginning(io.BytesIO(b"one\nthree\n"), known) == known[0]
    assert known_beginning(io.BytesIO(b"one\ntwo\n"), known) == known[1]
    assert known_beginning(io.BytesIO(b"on\n"), known) == NOTHING
    assert known_beginning(io.BytesIO(b"one\n"), []) == NOTHING


def test_looking_for_known_logs_reads_no_further_than_the_longest() -> None:
    content = io.BytesIO(b"x" * 1000)
    known_beginning(content, [Prefix(10, b"")], read_bytes=100)
    assert content.tell() == 10


@given(st.binary(max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_a_known_beginning_is_found_while_reading(content: bytes, cut: int, read_bytes: int) -> None:
    watched = Watched(io.BytesIO(content), [prefix_of(content[:cut]), Prefix(3, b"another")])
    seen = b"".join(iter(lambda: watched.read(read_bytes), b""))
    assert seen == content
    assert watched.matched == (prefix_of(content[:cut]) if content[:cut] else NOTHING)
    assert watched.everything == prefix_of(content)
    assert watched.whole_lines == prefix_of(content[: content.rfind(b"\n") + 1])


def test_where_a_known_log_ends_lines_begin_anew() -> None:
    watched = Watched(io.BytesIO(b"one\ntwo\nthree\n"), [prefix_of(b"one\ntw")])
    blocks = [(block, watched.matched.length) for block in read_blocks(watched, block_bytes=5)]
    assert blocks == [(b"one\n", 0), (b"three\n", 6)]
