import polars as pl

from engine.ingest.behaviour import behaves_like_robot

Line = tuple[str | None, str | None, str | None, int | None]
READER = [("a", "Firefox", path, 200) for path in ("/1", "/2", "/3", "/4", "/5")]
VISITOR: list[Line] = [("b", "Firefox", "/1", 200), ("b", "Firefox", "/style.css?v=1", 200)]


def marks(lines: list[Line]) -> list[bool]:
    frame = pl.DataFrame(
        lines,
        schema={"address": pl.String, "user_agent": pl.String, "path": pl.String, "status": pl.Int64},
        orient="row",
    )
    return behaves_like_robot(frame).to_list()


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
