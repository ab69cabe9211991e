"""Where people leave, and where more of them do than did."""

from collections.abc import Sequence

import pytest

from engine.insights.leaving import leaving_facts
from engine.insights.material import WEEKS, Material
from engine.reports.breakdown import Totals
from schemas.insights import FactKind
from tests.engine.insights.weeks import material

Weeks = Sequence[tuple[int, int]]
"""Visits and bounces, the newest week first; the last one repeats."""


def of_pages(weeks: int = WEEKS, **values: dict[str, Weeks]) -> Material:
    found = material(weeks=weeks)
    rows = {
        name: {
            page: [
                Totals(visits=visits, bounces=bounces)
                for visits, bounces in [*counts, *[counts[-1]] * (WEEKS - len(counts))]
            ]
            for page, counts in values.get(name, {}).items()
        }
        for name in found.values
    }
    return Material(found.day, found.days, found.hours, rows)


def told(found: Material) -> list[tuple[FactKind, str | None, int, int | None]]:
    return [(fact.kind, fact.subject, fact.value, fact.before) for fact in leaving_facts(found)]


@pytest.mark.parametrize(
    ("newest", "wanted"),
    [
        ((100, 70), [(FactKind.BOUNCE_UP, "/a", 70, 40)]),
        ((100, 52), []),
        ((25, 25), []),
        ((400, 160), []),
    ],
)
def test_an_entry_page_at_which_more_people_turn_back_than_did_is_told(
    newest: tuple[int, int], wanted: list[tuple[FactKind, str, int, int]]
) -> None:
    assert told(of_pages(entry={"/a": [newest, (100, 40)]})) == wanted


def test_exits_are_held_against_the_longer_visits_that_saw_the_page() -> None:
    path: dict[str, Weeks] = {"/cart": [(200, 20), (180, 20)], "/b": [(300, 30)]}
    ends: dict[str, Weeks] = {"/cart": [(137, 20), (52, 20)], "/b": [(90, 30)]}
    assert told(of_pages(path=path, exit=ends)) == [(FactKind.EXIT_UP, "/cart", 65, 20)]


def test_more_visits_that_saw_nothing_else_are_no_exits() -> None:
    path: dict[str, Weeks] = {"/cart": [(400, 240), (180, 20)]}
    ends: dict[str, Weeks] = {"/cart": [(272, 240), (52, 20)]}
    assert told(of_pages(path=path, exit=ends)) == []


def test_a_page_is_told_as_a_rise_rather_than_as_a_height() -> None:
    entry: dict[str, Weeks] = {"/a": [(150, 140), (150, 40)]}
    assert told(of_pages(entry=entry)) == [(FactKind.BOUNCE_UP, "/a", 93, 27)]
    steady: dict[str, Weeks] = {"/a": [(150, 140)]}
    assert told(of_pages(entry=steady))[0][:2] == (FactKind.BOUNCE_PAGE, "/a")


def test_one_week_before_is_too_little_to_call_anything_a_rise() -> None:
    assert told(of_pages(weeks=2, entry={"/a": [(100, 55), (100, 20)]})) == []
