"""Made-up hits are the same for the same seed, and could be true."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from schemas.errors import BadInputError
from schemas.hits import HIT_COLUMNS, HIT_SCHEMA
from server.demo import audience
from server.demo.pages import CLICKS, page_path
from server.demo.plan import MadeUpSite, cells_of_total, days_ending
from server.demo.traffic import Cell, Traffic

SITE = MadeUpSite(site_id=7, domain="birchlane.example", time_zone="Europe/Berlin")
CELLS = list(cells_of_total(SITE, 1, days_ending(date(2026, 11, 22), 14), 20_000))


@pytest.fixture(scope="module")
def traffic() -> Iterator[Traffic]:
    with Traffic(seed=1, threads=1) as traffic:
        yield traffic


@pytest.fixture(scope="module")
def rows(traffic: Traffic) -> list[dict[str, object]]:
    return _rows(traffic.hits(CELLS))


def _rows(batches: Iterator[pa.RecordBatch]) -> list[dict[str, object]]:
    table = pa.Table.from_batches(batches, HIT_SCHEMA)
    table.validate(full=True)
    return table.to_pylist()  # type: ignore[no-any-return]


def _digest(rows: list[dict[str, object]]) -> str:
    return hashlib.sha256(repr([list(row.values()) for row in rows]).encode()).hexdigest()[:16]


def test_the_hits_of_a_seed_and_a_day_are_the_same_everywhere_and_for_ever(traffic: Traffic) -> None:
    cell = Cell(site_id=7, domain="birchlane.example", time_zone="Europe/Berlin", day=date(2026, 11, 22), hits=200)
    assert _digest(_rows(traffic.hits([cell]))) == "862053093540e9ef"


def test_another_seed_makes_other_hits(rows: list[dict[str, object]]) -> None:
    with Traffic(seed=2, threads=1) as other:
        assert _digest(_rows(other.hits(CELLS[:1]))) != _digest(rows[: CELLS[0].hits])


def test_the_size_of_a_query_changes_nothing(traffic: Traffic, rows: list[dict[str, object]]) -> None:
    assert _rows(traffic.hits(CELLS, chunk_hits=3_000)) == rows


def test_each_day_has_exactly_its_number_of_hits(rows: list[dict[str, object]]) -> None:
    assert len(rows) == 20_000
    assert [(day, len(list(hits))) for day, hits in groupby(row["day"] for row in rows)] == [
        (cell.day, cell.hits) for cell in CELLS
    ]


def test_days_of_no_and_of_few_hits_are_exact_too(traffic: Traffic) -> None:
    few = [
        Cell(site_id=1, domain="a.example", time_zone="UTC", day=date(2026, 1, 1 + hits), hits=hits)
        for hits in (0, 1, 2, 3, 10)
    ]
    assert len(_rows(traffic.hits(few))) == 16
    assert _rows(traffic.hits(few[:1])) == []


def test_ids_grow_with_time(traffic: Traffic, rows: list[dict[str, object]]) -> None:
    assert [row["hit_id"] for row in rows] == list(range(1, 20_001))
    assert [row["created_at"] for row in rows] == sorted(row["created_at"] for row in rows)  # type: ignore[type-var]
    assert next(traffic.hits(CELLS[:1], first_hit_id=500))["hit_id"][0].as_py() == 500


def test_no_value_is_missing_where_the_schema_wants_one(rows: list[dict[str, object]]) -> None:
    wanted = [column.name for column in HIT_COLUMNS if not column.nullable]
    assert not [row for row in rows if any(row[name] is None for name in wanted)]


def test_a_cut_in_time_leaves_the_other_hits_as_they_are(traffic: Traffic, rows: list[dict[str, object]]) -> None:
    noon = datetime(2026, 11, 22, 11, tzinfo=UTC)
    noon_ms = int(noon.timestamp() * 1000)
    before = _rows(traffic.hits(CELLS, until_ms=noon_ms))
    after = _rows(traffic.hits(CELLS, from_ms=noon_ms, first_hit_id=len(before) + 1))
    assert before + after == rows
    assert len(before) > 0 < len(after)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Kathmandu", date(2026, 7, 1)),
        ("America/New_York", date(2026, 3, 8)),
        ("America/New_York", date(2026, 11, 1)),
        ("Pacific/Kiritimati", date(2026, 1, 1)),
        ("Asia/Beirut", date(2026, 3, 29)),
    ],
)
def test_day_and_hour_are_those_of_the_zone(traffic: Traffic, zone: str, day: date) -> None:
    cell = Cell(site_id=1, domain="a.example", time_zone=zone, day=day, hits=3_000)
    rows = _rows(traffic.hits([cell]))
    local = [row["created_at"].astimezone(ZoneInfo(zone)) for row in rows]  # type: ignore[attr-defined]
    assert {moment.date() for moment in local} == {day}
    assert [moment.hour for moment in local] == [row["hour"] for row in rows]


def _visits(rows: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    """The definition, read plainly: a visitor's hits of a day with no gap over 30 minutes."""
    visits: list[list[dict[str, object]]] = []
    last: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        key = (row["day"], row["visitor"])
        visit = last.get(key)
        if visit is None or row["created_at"] - visit[-1]["created_at"] > timedelta(minutes=30):  # type: ignore[operator]
            visit = last[key] = []
            visits.append(visit)
        visit.append(row)
    return visits


def test_visits_are_like_those_of_a_real_site(rows: list[dict[str, object]]) -> None:
    visits = _visits(rows)
    bounces = sum(len(visit) == 1 for visit in visits)
    seconds = sum((visit[-1]["created_at"] - visit[0]["created_at"]).total_seconds() for visit in visits)  # type: ignore[operator]
    visitors = {(row["day"], row["visitor"]) for row in rows}
    assert 0.45 < bounces / len(visits) < 0.6
    assert 90 < seconds / len(visits) < 200
    assert 1.05 < len(visits) / len(visitors) < 1.2


def test_pages_of_a_visit_follow_each_other_after_some_seconds(rows: list[dict[str, object]]) -> None:
    gaps = [
        (after["created_at"] - before["created_at"]).total_seconds()  # type: ignore[operator]
        for visit in _visits(rows)
        for before, after in pairwise(visit)
        if after["referrer"] is None and after["source"] is None
    ]
    assert sum(4 <= gap <= 600 for gap in gaps) / len(gaps) > 0.97


def test_a_visitor_keeps_country_language_and_browser_for_the_day(rows: list[dict[str, object]]) -> None:
    traits: dict[object, set[object]] = {}
    for row in rows:
        own = traits.setdefault((row["day"], row["visitor"]), set())
        own.add(tuple(row[name] for name in ("country", "language", "browser", "platform", "device")))
    assert {len(own) for own in traits.values()} == {1}


def test_browsers_run_where_they_run_and_languages_are_spoken_where_they_are_spoken(
    rows: list[dict[str, object]],
) -> None:
    agents = {(browser, platform, device) for _, browser, platform, device in audience.AGENTS}
    spoken = {
        (country, language) for _, country, text in audience.COUNTRIES for _, language in audience.languages(text)
    }
    assert {(row["browser"], row["platform"], row["device"]) for row in rows} <= agents
    assert {(row["country"], row["language"]) for row in rows} <= spoken


def test_events_happen_on_the_pages_that_have_them(rows: list[dict[str, object]]) -> None:
    events = {row["event"]: row for row in rows if row["event"]}
    assert set(events) == {click.event for click in CLICKS.values()}
    assert {row["path"] for row in rows if row["event"] == "download.pdf"} <= {
        row["path"] for row in rows if str(row["path"]).startswith("/docs")
    }


def test_a_campaign_stands_in_the_address_of_the_first_page(rows: list[dict[str, object]]) -> None:
    [url] = {row["url"] for row in rows if row["utm_campaign"] == "brand" and row["path"] == "/pricing"}
    assert url == (
        "https://birchlane.example/pricing?utm_source=google&utm_medium=cpc&utm_campaign=brand"
        "&utm_content=headline-a&utm_term=birchlane"
    )
    assert {row["source"] for row in rows if row["url"]} == {row["source"] for row in rows} - {None}


def test_a_story_brings_many_to_one_post(traffic: Traffic) -> None:
    cell = Cell(
        site_id=1, domain="a.example", time_zone="UTC", day=date(2026, 5, 5), hits=2_000, viral_permille=600, story=3
    )
    rows = _rows(traffic.hits([cell]))
    from_story = [row for row in rows if row["referrer_host"] == "news.ycombinator.com"]
    assert len(from_story) > 400
    assert sum(row["path"] == "/blog/how-we-price" for row in from_story) > 350


def test_there_can_be_many_pages() -> None:
    assert len({page_path(number) for number in range(20_000)}) == 20_000
    with Traffic(seed=1, page_count=20_000, threads=1) as traffic:
        cell = Cell(site_id=1, domain="a.example", time_zone="UTC", day=date(2026, 5, 5), hits=20_000)
        rows = _rows(traffic.hits([cell]))
    paths = [row["path"] for row in rows]
    assert 2_500 < len(set(paths)) < 20_000
    assert paths.count("/") > 1_000


def test_too_few_pages_are_an_error_that_says_how_many_there_must_be() -> None:
    with pytest.raises(BadInputError, match="at least 30 pages, not 5"):
        Traffic(seed=1, page_count=5)
