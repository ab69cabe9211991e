"""Which facts are found in thirteen weeks."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.insights.facts import facts_of
from engine.insights.material import Material
from engine.insights.narrator import Narrator, told_of_content, told_of_traffic
from engine.reports.breakdown import Totals
from schemas.insights import Fact, FactKind
from tests.engine.insights.weeks import DAY, material, views

LAST = DAY - timedelta(days=1)


def news(found: Material) -> set[tuple[FactKind, str | None]]:
    facts = facts_of(found)
    return {(fact.kind, fact.subject) for fact in [*told_of_traffic(facts), *told_of_content(facts)]}


def one(found: Material, kind: FactKind) -> Fact:
    return next(fact for fact in facts_of(found) if fact.kind is kind)


def test_weeks_that_are_alike_hold_no_news() -> None:
    assert news(material(path={"/": [400]}, referrer_host={"a.example": [90]}, country={"DE": [300]})) == set()


def test_fewer_than_ten_hits_in_seven_days_are_nothing_to_tell() -> None:
    assert facts_of(material(lambda _: 1)) == []


def test_the_week_is_held_against_the_mean_of_the_four_before() -> None:
    fact = one(material(lambda day: 100 + (DAY - day).days), FactKind.WEEK)
    assert (fact.value, fact.before, fact.weeks) == (728, round((777 + 826 + 875 + 924) / 4), 4)
    assert fact.change == -14


def test_a_site_of_one_week_is_compared_with_nothing() -> None:
    fact = one(material(weeks=1), FactKind.WEEK)
    assert (fact.value, fact.before, fact.weeks) == (700, None, 0)


@pytest.mark.parametrize(
    ("dimension", "up", "down", "new"),
    [
        ("path", FactKind.PAGE_UP, FactKind.PAGE_DOWN, FactKind.PAGE_NEW),
        ("referrer_host", FactKind.SOURCE_UP, FactKind.SOURCE_DOWN, FactKind.SOURCE_NEW),
        ("country", FactKind.COUNTRY_UP, FactKind.COUNTRY_DOWN, FactKind.COUNTRY_NEW),
        ("event", FactKind.EVENT_UP, FactKind.EVENT_DOWN, None),
    ],
)
def test_what_rises_falls_and_is_new_is_found(
    dimension: str, up: FactKind, down: FactKind, new: FactKind | None
) -> None:
    values = {"rises": [200, 60], "falls": [5, 120], "steady": [100], "new": [40, 0], "small": [4, 1]}
    wanted = {(up, "rises"), (down, "falls")} | ({(new, "new")} if new else set())
    found: Any = {dimension: values}
    assert news(material(**found)) == wanted


def test_what_rises_with_everything_is_no_news_of_its_own() -> None:
    grown = material(lambda day: 400 if day >= DAY - timedelta(days=7) else 100, country={"DE": [1600, 400]})
    assert (FactKind.COUNTRY_UP, "DE") not in news(grown)


def test_a_day_that_stands_out_is_held_against_its_weekday() -> None:
    fact = one(material(lambda day: 500 if day == LAST - timedelta(days=3) else 100), FactKind.DAY_SPIKE)
    assert (fact.value, fact.before, fact.subject) == (500, 100, "2026-06-25")


def test_a_record_needs_history_and_distance() -> None:
    def last_day(day: date) -> int:
        return 160 if day == LAST else 100

    assert (FactKind.RECORD_DAY, str(LAST)) in news(material(last_day))
    assert (FactKind.RECORD_DAY, str(LAST)) not in news(material(last_day, weeks=5))
    assert (FactKind.RECORD_DAY, str(LAST)) not in news(material(lambda day: 108 if day == LAST else 100))


def test_a_shift_between_weekdays_is_told_once_and_not_as_two_days() -> None:
    def moved(day: date) -> int:
        if day < DAY - timedelta(days=7):
            return 100
        return {1: 30, 6: 190}.get(day.weekday(), 100)

    fact = one(material(moved), FactKind.WEEKDAY_SHIFT)
    assert (fact.subject, fact.other, fact.value, fact.before) == ("Sunday", "Tuesday", 190, 100)
    assert {kind for kind, _ in news(material(moved))} <= {FactKind.WEEKDAY_SHIFT, FactKind.RECORD_DAY}


def test_a_slow_decline_is_found_though_no_week_of_it_is_news() -> None:
    fact = one(material(lambda day: round(50 + (DAY - day).days * 0.8)), FactKind.DECLINE)
    assert fact.weeks == 12
    assert fact.value < (fact.before or 0)


def test_an_hour_of_visits_that_leave_at_once_is_a_burst_and_its_echoes_are_not_told() -> None:
    plain = material(lambda day: 600 if day == LAST else 100, path={"/pricing": [900, 400]})
    hours = dict(plain.hours)
    hours[LAST, 3] = views(500).__class__(pageviews=500, visitors=500, visits=500, bounces=500)
    found = Material(DAY, plain.days, hours, plain.values)
    assert news(found) == {(FactKind.BURST, str(LAST))}


def test_a_device_s_share_must_move_by_some_points() -> None:
    moved = material(device={"mobile": [420, 210], "desktop": [280, 490]})
    assert one(moved, FactKind.DEVICE_SHIFT).subject == "mobile"
    assert (one(moved, FactKind.DEVICE_SHIFT).value, one(moved, FactKind.DEVICE_SHIFT).before) == (60, 30)
    assert news(material(device={"mobile": [220, 210], "desktop": [480, 490]})) == set()


def test_what_is_level_is_not_called_the_first() -> None:
    level = material(referrer_host={"a.example": [50], "b.example": [50]}, entry={"/": [60], "/a": [60]})
    facts = facts_of(level)
    assert not [fact for fact in facts if fact.kind is FactKind.BEST_DAY]
    text = " ".join(str(Narrator("abc", DAY + timedelta(days=n), str).paragraphs(facts)) for n in range(8))
    for claim in ("more people than any other", "more than by any other page", "than anywhere else", "front door"):
        assert claim not in text


def test_two_days_without_people_move_nobody_to_the_others() -> None:
    def holidays(day: date) -> int:
        return (40 if day.weekday() in {3, 4} else 118) if day >= DAY - timedelta(days=7) else 100

    wanted = {(FactKind.DAY_DROP, str(LAST - timedelta(days=n))) for n in (2, 3)}
    assert news(material(holidays)) == wanted


@pytest.mark.parametrize(("visitors", "is_told"), [(290, False), (30, True)])
def test_what_is_new_with_hours_of_a_machine_is_theirs_unless_it_is_too_small(visitors: int, is_told: bool) -> None:
    plain = material(country={"SG": [visitors, 0]})
    hours = dict(plain.hours)
    for hour in (1, 2, 3):
        hours[LAST, hour] = Totals(pageviews=100, visitors=100, visits=100, bounces=100)
    found = news(Material(DAY, plain.days, hours, plain.values))
    assert len([kind for kind, _ in found if kind is FactKind.BURST]) == 1
    assert ((FactKind.COUNTRY_NEW, "SG") in found) is is_told
