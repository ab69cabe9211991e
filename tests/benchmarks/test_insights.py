"""Planted events are found over real files, and a false number would be noticed."""

from datetime import date, timedelta

from msgspec.structs import replace

from benchmarks.insights import Result, judge
from benchmarks.plain_facts import PlainHit, false_numbers
from benchmarks.planted import PLANS
from schemas.insights import Fact, FactKind

DAY = date(2026, 6, 29)


def test_a_planted_event_is_told_and_nothing_false() -> None:
    plan = next(plan for plan in PLANS if plan.name == "a viral post")
    result = Result()
    judge(plan, 1, result, show=False)
    assert (result.told, result.planted, result.false) == (3, 3, 0)


def test_a_number_that_a_plain_count_does_not_give_is_false() -> None:
    hits = [PlainHit(DAY - timedelta(days=n), 12, n, "/", "a.example", None, "DE", None, None) for n in range(1, 15)]
    right = Fact(kind=FactKind.SOURCE_UP, subject="a.example", value=7, before=7, weeks=1, unit="visitors")
    wrong = [replace(right, value=8), replace(right, before=5)]
    assert false_numbers([right, *wrong], hits, DAY) == wrong
