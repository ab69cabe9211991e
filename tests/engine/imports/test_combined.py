"""Lines of the two formats, as servers write them and as they come in practice."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.imports.formats.combined import Combined, Common
from engine.imports.requests import REQUEST_NAMES, Problem
from tests.engine.imports.loglines import AGENT, combined, common

MOMENT = 1795336200000
"""22/Nov/2026:08:30:00 +0000"""


def parsed(line: str, log_format: Common | None = None) -> dict[str, object]:
    frame = (log_format or Combined()).requests(pl.Series([line]))
    assert tuple(frame.columns) == REQUEST_NAMES
    return {name: value for name, value in frame.row(0, named=True).items() if value is not None}


def test_a_combined_line_gives_all_its_fields() -> None:
    line = combined("/a?b=c", address="2001:db8::1", referrer="https://example.org/x", status=304)
    assert parsed(line) == {
        "created_at_ms": MOMENT,
        "method": "GET",
        "target": "/a?b=c",
        "status": 304,
        "address": "2001:db8::1",
        "referrer": "https://example.org/x",
        "user_agent": AGENT,
    }


def test_a_common_line_has_neither_referrer_nor_agent() -> None:
    assert parsed(common("/a"), Common()) == {
        "created_at_ms": MOMENT,
        "method": "GET",
        "target": "/a",
        "status": 200,
        "address": "192.0.2.10",
    }


def test_a_combined_line_read_as_common_loses_what_common_does_not_say() -> None:
    assert "user_agent" not in parsed(combined("/a"), Common())


@pytest.mark.parametrize("log_format", [Combined(), Common()])
def test_what_was_not_sent_is_absent(log_format: Common) -> None:
    found = parsed(combined("/", referrer="-", agent="-"), log_format)
    assert "referrer" not in found
    assert "user_agent" not in found
    assert "problem" not in found


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        ("22/Nov/2026:14:15:00 +0545", MOMENT),
        ("22/Nov/2026:00:30:00 -0800", MOMENT),
        ("29/Feb/2024:23:59:59 +0000", 1709251199000),
        ("01/Jan/1990:00:00:00 +0000", 631152000000),
    ],
)
def test_times_are_instants_whatever_their_zone(time: str, moment: int) -> None:
    assert parsed(combined(time=time))["created_at_ms"] == moment


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        (combined('/say?x=\\"hi\\"'), "target", '/say?x="hi"'),
        (combined("/", agent='Odd \\"quoted\\" agent'), "user_agent", 'Odd "quoted" agent'),
        (combined("/", agent="ends with a backslash \\\\"), "user_agent", "ends with a backslash \\"),
        (combined("/", referrer='https://example.org/?q=\\"a b\\"'), "referrer", 'https://example.org/?q="a b"'),
        (combined('/\\" 200 5 \\"x', status=201), "status", 201),
        (combined('/bare"quote'), "target", '/bare"quote'),
        (combined("/", referrer='https://example.org/?q="a"'), "referrer", 'https://example.org/?q="a"'),
        (combined("/with a space"), "target", "/with a space"),
        (combined("/tab").replace("HTTP/1.1", "HTTP/2.0"), "target", "/tab"),
        (combined("/old").replace(" HTTP/1.1", ""), "target", "/old"),
        (combined("http://example.com/whole"), "target", "http://example.com/whole"),
        (combined("/user").replace("- - [", '- "" ['), "target", "/user"),
        (combined("/user").replace("- - [", "- jane doe ["), "address", "192.0.2.10"),
        (combined("/more") + ' "192.0.2.99" 0.003', "user_agent", AGENT),
        (combined("/size").replace(" 512 ", " - "), "status", 200),
        (combined("/café"), "target", "/café"),
        (combined("/nul\0byte"), "target", "/nul\0byte"),
        (combined("/windows") + "\r", "user_agent", AGENT),
    ],
)
def test_odd_but_whole_lines_parse(line: str, name: str, value: object) -> None:
    found = parsed(line)
    assert "problem" not in found
    assert found[name] == value


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", Problem.EMPTY),
        ("  \r", Problem.EMPTY),
        ("something else", Problem.FIELDS),
        (common(), Problem.FIELDS),
        (combined()[:-1], Problem.FIELDS),
        (combined().replace('" 200', '" abc'), Problem.FIELDS),
        (combined().replace('" 200', '" 20'), Problem.FIELDS),
        (combined(time="31/Feb/2026:08:30:00 +0000"), Problem.TIME),
        (combined(time="22/Nov/2026:08:30:00"), Problem.TIME),
        (combined(time="22/Nov/1026:08:30:00 +0000"), Problem.TIME),
        (combined(time="01/Jan/1970:00:00:07 +0000"), Problem.TIME),
        (combined(time="-"), Problem.TIME),
        (combined().replace(" [", " ").replace("] ", " "), Problem.TIME),
        (combined().replace("GET / HTTP/1.1", "-"), Problem.REQUEST),
        (combined().replace("GET / HTTP/1.1", ""), Problem.REQUEST),
        (combined().replace("GET / HTTP/1.1", r"\x16\x03\x01"), Problem.REQUEST),
        (combined().replace("GET / HTTP/1.1", "GET "), Problem.REQUEST),
    ],
)
def test_a_line_that_does_not_parse_says_what_it_lacks(line: str, problem: Problem) -> None:
    assert parsed(line)["problem"] == problem


def test_a_broken_line_costs_itself_alone_and_the_order_stays() -> None:
    lines = [combined("/1"), "broken", combined('/\\"2\\"'), "", combined("/3")]
    frame = Combined().requests(pl.Series(lines))
    assert frame["target"].to_list() == ["/1", None, '/"2"', None, "/3"]
    assert frame["problem"].is_null().to_list() == [True, False, True, False, True]


FIELD = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters=' "\\'), min_size=1).filter(
    lambda text: text != "-"
)


@given(st.lists(st.tuples(FIELD, FIELD, FIELD, FIELD, st.integers(100, 599)), min_size=1))
def test_whatever_is_written_is_read(rows: list[tuple[str, str, str, str, int]]) -> None:
    lines = [
        combined(f"/{target}", address=address, referrer=referrer, agent=agent, status=status)
        for address, target, referrer, agent, status in rows
        if "[" not in address
    ]
    frame = Combined().requests(pl.Series(lines, dtype=pl.String))
    found = frame.select("address", "target", "referrer", "user_agent", "status").rows()
    expected = [(address, f"/{target}", *rest) for address, target, *rest in rows if "[" not in address]
    assert found == [tuple(row) for row in expected]


@given(st.lists(st.text(st.sampled_from('ab"\\ []/-:1GETHP.\r\0é'), max_size=80)))
def test_no_line_whatever_is_in_it_breaks_the_others(lines: list[str]) -> None:
    for log_format in (Combined(), Common()):
        frame = log_format.requests(pl.Series([combined("/first"), *lines, combined("/last")]))
        assert frame.height == len(lines) + 2
        assert (frame["target"][0], frame["target"][-1]) == ("/first", "/last")
