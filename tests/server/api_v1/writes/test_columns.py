"""Rows read as columns are those that are read one by one."""

from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.api_v1.writes.columns import Part, part_of_rows, quick_part
from server.api_v1.writes.rows import EVENT, HIT, Kind, Row, read_row

NOW_MS = 1_773_144_000_000

FIELDS: dict[str, list[Any]] = {
    "path": ["/a", "a?x=1", " /b "],
    "url": ["", "https://example.com/x?ref=y"],
    "referrer": ["", "https://news.example/1"],
    "user_agent": ["", "curl/8", "Mozilla/5.0"],
    "country": ["", "DE"],
    "ip_address": ["", "8.8.8.8", "2001:4860::1", "::ffff:8.8.4.4"],
    "visitor_id": ["anna", " anna ", 7, "7", ""],
    "source": ["", "letter"],
    "created_at": ["2026-03-10T11:59:59.5+01:00", "1970-01-01T00:00:00Z", "2026-03-10T12:00:00Z"],
    "id": ["one", 5, " five "],
    "unknown": [[1]],
}
EVENT_FIELDS = FIELDS | {"event": ["a.b", "sign.up.done"], "value": [1, 1.0, True, "", "x", 2.5, False]}


def rows_of(fields: dict[str, list[Any]], required: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    choices = {name: st.sampled_from([*values, None]) for name, values in fields.items() if name != required}
    row = st.fixed_dictionaries({required: st.sampled_from(fields[required])}, optional=choices)
    return st.lists(row, min_size=1, max_size=8)


def plain(part: Part) -> tuple[Any, ...]:
    """Its rows; an empty text counts as a missing one."""
    count = len(part.places)
    columns = {
        name: [value or None for value in column.array(pa.string(), count).to_pylist()]
        for name, column in part.columns.items()
    }
    known = {name: values for name, values in columns.items() if any(values)}
    return list(part.places), known, part.instants.to_pylist(), [name or None for name in part.ids or [None] * count]


def both(rows: list[dict[str, Any]], kind: Kind) -> tuple[Any, Any]:
    raws = msgspec.json.decode(msgspec.json.encode(rows), type=list[msgspec.Raw])
    quick = quick_part(raws, 3, kind, NOW_MS)
    assert quick is not None
    read = [read_row(raw, kind, NOW_MS) for raw in raws]
    closely = part_of_rows(range(3, 3 + len(raws)), [row for row in read if isinstance(row, Row)])
    return plain(quick), plain(closely)


def stripped(fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Outer blanks of these are taken off later."""
    return {name: [value for value in values if value != " /b "] for name, values in fields.items()}


@settings(deadline=None, max_examples=60)
@given(rows_of(stripped(FIELDS), "path"))
def test_hits(rows: list[dict[str, Any]]) -> None:
    quick, closely = both(rows, HIT)
    assert quick == closely


@settings(deadline=None, max_examples=60)
@given(rows_of(stripped(EVENT_FIELDS), "event"))
def test_events(rows: list[dict[str, Any]]) -> None:
    quick, closely = both(rows, EVENT)
    assert quick == closely


@pytest.mark.parametrize(
    "odd",
    [
        {"path": 5},
        {"path": ""},
        {},
        {"path": " "},
        {"path": "/a", "country": "de"},
        {"path": "/a", "url": "ftp://example.com/"},
        {"path": "/a", "ip_address": "8.8.8.8:80"},
        {"path": "/a", "url": "https://[x"},
        {"path": "/a", "created_at": "2026-03-10T12:00:01Z"},
        {"path": "/a", "created_at": "1969-12-31T23:59:59Z"},
        {"path": "/a", "created_at": "2026-03-10T11:00:00"},
    ],
)
def test_one_odd_row_has_all_of_them_read_closely(odd: dict[str, Any]) -> None:
    raws = [msgspec.json.encode(row) for row in ({"path": "/a"}, odd)]
    assert quick_part(raws, 0, HIT, NOW_MS) is None


@pytest.mark.parametrize("event", ["", "signup", "signup.", " ", "a b.c"])
def test_so_does_an_event_of_no_such_name(event: str) -> None:
    for rows in ([{"event": event}], [{"event": "menu.open"}, {"event": event}]):
        assert quick_part([msgspec.json.encode(row) for row in rows], 0, EVENT, NOW_MS) is None
