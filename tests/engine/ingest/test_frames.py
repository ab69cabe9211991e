"""The runner over frames says of every row what the runner over single hits says."""

from collections import Counter
from typing import Any

import orjson
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.ingest.facts import Facts
from engine.ingest.frames import stamp_frame
from engine.ingest.stamp import stamp
from schemas.drops import DropReason
from schemas.hits import HIT_SCHEMA, Arrival
from schemas.sites import Site
from tests.engine.ingest.arrivals import CHROME, IPHONE, NOON, arrival, site

RULED = site(
    time_zone="America/New_York",
    ignored_paths=("/admin*",),
    excluded_addresses=("192.0.2.0/25", "2001:db8:f::/48"),
    extra_hosts=("other.test",),
)

TYPES = dict.fromkeys(Arrival.__struct_fields__, pl.String) | {"created_at_ms": pl.Int64, "trusted": pl.Boolean}


def frame_of(arrivals: list[Arrival]) -> pl.DataFrame:
    columns = {name: [getattr(hit, name) for hit in arrivals] for name in Arrival.__struct_fields__ if name != "props"}
    columns["props"] = [None if hit.props is None else orjson.dumps(hit.props).decode() for hit in arrivals]
    return pl.DataFrame(columns, schema=TYPES)


def rows_one_by_one(arrivals: list[Arrival], of: Site | None, facts: Facts) -> tuple[list[Any], Counter[DropReason]]:
    results = [stamp(hit, of, facts) for hit in arrivals]
    dropped = Counter(result for result in results if isinstance(result, DropReason))
    return [result for result in results if not isinstance(result, DropReason)], dropped


def rows_of_frame(arrivals: list[Arrival], of: Site | None, facts: Facts) -> tuple[list[Any], dict[DropReason, int]]:
    table, dropped = stamp_frame(frame_of(arrivals), of, facts)
    assert table.schema == HIT_SCHEMA
    table.validate(full=True)
    plain = table.set_column(2, "day", table["day"].cast("int32"))
    plain = plain.set_column(4, "created_at", plain["created_at"].cast("int64"))
    return [tuple(row.values()) for row in plain.to_pylist()], dropped


def choice(*values: object) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(values)


urls = choice(
    "https://example.com/a",
    "https://www.example.com/a?ref=x&utm_medium=y",
    "http://other.test:81/",
    "https://elsewhere.test/",
    "http://[::1",
    "https://example.com/admin/x",
    "file:///a.html",
)
arrivals = st.builds(
    Arrival,
    created_at_ms=st.integers(NOON - 40_000_000_000, NOON + 1_000_000) | st.integers(-10_000, 10_000),
    url=urls,
    path=choice("/a", "/a?utm_source=s", "b#c", "/admin") | st.text(st.characters(codec="utf-8"), max_size=8),
    referrer=choice("https://example.com/", "https://www.google.com/x", "https://semalt.com", "-"),
    event=choice("a.b", ""),
    event_value=choice("1", "1.0"),
    props=st.none()
    | st.dictionaries(st.sampled_from("ab"), st.none() | st.booleans() | st.integers(0, 1) | st.just("1")),
    address=choice("192.0.2.7", "192.0.2.200", "::ffff:192.0.2.7", "2001:db8:1::1", "2001:db8:1::2", "nobody", ""),
    user_agent=choice(CHROME, IPHONE, "curl/8", "OurApp/1.0", ""),
    language=choice("de-AT", "*"),
    country=choice("de", "XX", "FR"),
    visitor_id=choice("anna", ""),
    source=choice("told", ""),
    trusted=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(arrivals, max_size=25))
def test_both_runners_agree_row_by_row(facts: Facts, hits: list[Arrival]) -> None:
    assert rows_of_frame(hits, RULED, facts) == rows_one_by_one(hits, RULED, facts)


@pytest.mark.parametrize("of", [None, site(active=False)])
def test_both_runners_drop_everything_of_no_site_and_of_a_switched_off_one(facts: Facts, of: Site | None) -> None:
    hits = [arrival(), arrival(url=None)]
    assert rows_of_frame(hits, of, facts) == rows_one_by_one(hits, of, facts)


def test_an_empty_frame_gives_an_empty_table(facts: Facts) -> None:
    assert rows_of_frame([], site(), facts) == ([], {})


def test_rows_keep_their_order_and_drops_are_counted_by_reason(facts: Facts) -> None:
    paths = ["/a", "/admin", "/b", "/a", "/admin/x"]
    hits = [arrival(url=None, path=path) for path in paths] + [arrival(user_agent="curl/8")]
    table, dropped = stamp_frame(frame_of(hits), RULED, facts)
    assert table["path"].to_pylist() == ["/a", "/b", "/a"]
    assert dropped == {DropReason.IGNORED_PATH: 2, DropReason.ROBOT: 1}


def test_columns_that_are_not_there_count_as_absent(facts: Facts) -> None:
    frame = pl.DataFrame({"created_at_ms": [NOON, NOON], "path": ["/a", None], "user_agent": [CHROME, CHROME]})
    table, dropped = stamp_frame(frame, site(), facts)
    assert table["path"].to_pylist() == ["/a", "/"]
    assert table["referrer"].to_pylist() == [None, None]
    assert dropped == {}


def test_properties_that_are_no_json_object_count_as_none(facts: Facts) -> None:
    texts = ['{"b":1,"a":2,"c":[3]}', '{"a":{"b":1}}', "[1]", "{broken", "", None]
    frame = pl.DataFrame({"created_at_ms": [NOON] * 6, "user_agent": [CHROME] * 6, "props": texts})
    table, _ = stamp_frame(frame, site(), facts)
    assert table["props"].to_pylist() == ['{"a":2,"b":1}', None, None, None, None, None]


def test_work_is_done_once_for_equal_values(facts: Facts) -> None:
    asked: list[str | None] = []

    def is_robot(user_agent: str | None, trusted: bool) -> bool:
        asked.append(user_agent)
        return facts.is_robot(user_agent, trusted)

    counting = Facts(**{name: getattr(facts, name) for name in Facts.__slots__} | {"is_robot": is_robot})
    hits = [arrival(user_agent=agent) for agent in [CHROME, IPHONE, CHROME, None, CHROME]]
    stamp_frame(frame_of(hits), site(), counting)
    assert asked == [CHROME, IPHONE, None]
