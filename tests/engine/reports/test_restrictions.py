"""Conditions, and which of them rollups can answer."""

from datetime import date

from engine.reports.restrictions import FILTERS, Restriction, restriction
from schemas.dimensions import BY_NAME
from schemas.hits import HIT_NAMES
from schemas.questions import Days, HitFilters, Period, TimeZone
from tests.engine.reports.layers import site_in

WEEK = Days(date(2026, 3, 2), date(2026, 3, 9))
UTC_WEEK = Period(WEEK, TimeZone.UTC)


def test_every_filter_is_a_column_and_a_dimension() -> None:
    assert set(FILTERS) == set(HitFilters.__dataclass_fields__)
    assert all(name in HIT_NAMES and BY_NAME[name].column == name for name in FILTERS)


def test_filters_combine() -> None:
    found = restriction(site_in("UTC"), Period(WEEK), HitFilters("US", "/a", "x"), instant="created_at")
    assert found.where == "country = $country and path = $path and contains(lower(referrer), lower($referrer))"
    assert found.values == {"country": "US", "path": "/a", "referrer": "x"}
    assert found.dimension is None


def test_rollups_answer_for_one_filter_and_for_none() -> None:
    one = restriction(site_in("UTC"), Period(WEEK), HitFilters(path=""), instant="created_at")
    assert (one.dimension, one.where_value) == ("path", "value = $path")
    none = restriction(site_in("UTC"), Period(WEEK), instant="created_at")
    assert (none.dimension, none.where_value, none.where) == ("total", "true", "true")


def test_days_of_utc_reach_into_the_days_around_and_are_looked_at_hit_by_hit_there() -> None:
    found = restriction(site_in("Asia/Kathmandu"), UTC_WEEK, instant="created_at")
    assert found.days == Days(date(2026, 3, 1), date(2026, 3, 10))
    assert found.values == {"since_ms": 1772409600000, "until_ms": 1773014400000}
    assert [(part.days.first.day, part.days.last.day, part.dimension) for part in found.parts()] == [
        (1, 2, None),
        (3, 7, "total"),
        (8, 9, None),
    ]


def test_few_days_of_utc_are_looked_at_hit_by_hit() -> None:
    two_days = Period(Days(date(2026, 3, 2), date(2026, 3, 4)), TimeZone.UTC)
    found = restriction(site_in("Asia/Kathmandu"), two_days, instant="created_at")
    assert found.parts() == [found]


def test_a_site_in_utc_has_utc_s_days() -> None:
    assert restriction(site_in("UTC"), UTC_WEEK, instant="created_at") == Restriction(WEEK)
