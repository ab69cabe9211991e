from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.behaviour import Behaviour

Line = tuple[str | None, str | None, str | None, int | None]
READER = [("a", "Firefox", path, 200) for path in ("/1", "/2", "/3", "/4", "/5")]
VISITOR: list[Line] = [("b", "Firefox", "/1", 200), ("b", "Firefox", "/style.css?v=1", 200)]


def frame_of(lines: Sequence[Line]) -> pl.DataFrame:
    return pl.DataFrame(
        lines,
        schema={"address": pl.String, "user_agent": pl.String, "path": pl.String, "status": pl.Int64},
        orient="row",
    )


def marks(*pieces: list[Line]) -> list[bool]:
    """For each line, whether its client is a robot."""
    behaviour = Behaviour()
    clients = [behaviour.add(frame_of(piece)) for piece in pieces]
    robots = set(behaviour.robots())
    return [client in robots for piece in clients for client in piece]


def test_who_asks_for_robots_txt_is_a_robot_in_all_its_lines() -> None:
    lines: list[Line] = [
        ("a", "Firefox", "/", 200),
        ("a", "Chrome", "/", 200),
        ("b", "Firefox", "/", 200),
        ("a", "Firefox", "/robots.txt?x", 404),
        ("c", None, "//ROBOTS.TXT", 200),
        ("c", None, "/", 200),
    ]
    assert marks(lines) == [True, False, False, True, True, True]


def test_a_page_about_robots_makes_none() -> None:
    assert marks([("a", "Firefox", "/blog/robots.txt", 200)]) == [False]


def test_who_looks_for_weak_spots_in_vain_is_a_robot() -> None:
    lines: list[Line] = [("a", "Firefox", "/wp-login.php", 404), ("a", "Firefox", "/", 200)]
    assert marks(lines) == [True, True]


def test_who_logs_in_where_there_is_a_login_is_none() -> None:
    lines: list[Line] = [("a", "Firefox", "/wp-login.php", 200), ("a", "Firefox", "/wp-admin/x", 404)]
    assert marks(lines) == [False, False]


def test_who_reads_on_and_never_loads_a_style_sheet_is_a_robot_where_others_do() -> None:
    assert marks([*READER, *VISITOR]) == [True] * 5 + [False] * 2
    assert marks([*READER[:4], *VISITOR]) == [False] * 6
    assert marks([*READER[:4], READER[0], *VISITOR]) == [False] * 7


def test_a_log_of_pages_alone_says_nothing_about_style_sheets() -> None:
    assert marks(list(READER)) == [False] * 5


def test_lines_without_an_address_are_nobody_s() -> None:
    assert marks([(None, None, "/robots.txt", 200), (None, None, "/", 200), ("a", "x", None, None)]) == [False] * 3


def test_no_lines_have_no_marks() -> None:
    assert marks([]) == []
    assert marks() == []


LINES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.sampled_from(["Firefox", None]),
        st.sampled_from(["/1", "/2", "/3", "/4", "/5", "/a.css", "/robots.txt", "/wp-login.php", None]),
        st.sampled_from([200, 304, 404, None]),
    ),
    max_size=40,
)


@given(st.lists(LINES, max_size=6))
def test_it_does_not_matter_how_a_log_is_cut_into_pieces(pieces: list[list[Line]]) -> None:
    whole = [line for piece in pieces for line in piece]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.ingest.behaviour._MERGE_ROWS", 3)
        assert marks(*pieces) == marks(whole)
