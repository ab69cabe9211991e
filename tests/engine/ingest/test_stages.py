"""Neighbouring steps run together where that changes nothing but the cost."""

from engine.ingest.facts import Facts
from engine.ingest.stages import stages
from engine.ingest.steps import STEPS, Given, step
from schemas.drops import DropReason
from schemas.sites import Site
from tests.engine.ingest.arrivals import site


@step("b")
def double(site: Site, facts: Facts, a: int) -> Given:
    return DropReason.ROBOT if a < 0 else (2 * a,)


@step("a", "c")
def add(site: Site, facts: Facts, a: int, b: int) -> Given:
    return DropReason.SPAM_REFERRER if b > 100 else (a + b, "c")


@step("d")
def join(site: Site, facts: Facts, a: int, other: int) -> Given:
    return (a * other,)


def test_a_step_that_needs_more_begins_a_stage(facts: Facts) -> None:
    first, second = stages([double, add, join])
    assert (first.needs, sorted(name for _, name in first.gives), first.asked_again) == (
        ("a",),
        ["a", "b", "c"],
        frozenset("a"),
    )
    assert (second.needs, [name for _, name in second.gives], second.asked_again) == (
        ("a", "other"),
        ["d"],
        frozenset(),
    )


def test_a_name_that_is_given_again_has_its_last_value(facts: Facts) -> None:
    stage, _ = stages([double, add, join])
    known = stage.work(site(), facts, (5,))
    assert not isinstance(known, DropReason)
    assert {name: known[place] for place, name in stage.gives} == {"a": 15, "b": 10, "c": "c"}


def test_the_first_reason_counts(facts: Facts) -> None:
    stage, _ = stages([double, add, join])
    assert stage.work(site(), facts, (-1,)) is DropReason.ROBOT
    assert stage.work(site(), facts, (51,)) is DropReason.SPAM_REFERRER


def test_all_steps_are_in_a_stage_in_their_order() -> None:
    assert [work for stage in stages(STEPS) for work, _ in stage.plan] == [each.work for each in STEPS]
