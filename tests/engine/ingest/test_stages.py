"""Neighbouring steps run together where that changes nothing but the cost."""

from itertools import product
from typing import Any

from engine.ingest.coded import Combinations
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


def of_rows(*rows: tuple[Any, ...]) -> Combinations:
    return Combinations(None, list(zip(*rows, strict=True)))


def test_a_name_that_is_given_again_has_its_last_value(facts: Facts) -> None:
    stage, _ = stages([double, add, join])
    assert stage.work(site(), facts, of_rows((5,), (6,))) == (
        {"a": [15, 18], "b": [10, 12], "c": ["c", "c"]},
        [None, None],
    )


def test_the_first_reason_counts(facts: Facts) -> None:
    stage, _ = stages([double, add, join])
    given, reasons = stage.work(site(), facts, of_rows((-1,), (51,), (1,)))
    assert reasons == [DropReason.ROBOT, DropReason.SPAM_REFERRER, None]
    assert given["a"] == [None, None, 3]


def test_what_a_step_gives_at_once_is_what_it_gives_one_after_another(facts: Facts) -> None:
    at_once = {each.name: each for each in STEPS if each.at_once is not None}
    assert set(at_once) == {"visitor"}
    homes, agents = (b"\xc0\x00\x02\x07", None), ("Firefox", None, "\ud800")
    for days in ((20_000,), (20_000, 20_001)):
        for ids in (("1", "é\ud800"), (None, ""), ("1", None)):
            rows = list(product(days, homes, agents, ids))
            [stage] = stages([at_once["visitor"]])
            given, _ = stage.work(site(), facts, of_rows(*rows))
            assert list(given["visitor"]) == [at_once["visitor"].work(site(), facts, *row)[0] for row in rows]


def test_all_steps_are_in_a_stage_in_their_order() -> None:
    assert [work for stage in stages(STEPS) for work, _ in stage.plan] == [each.work for each in STEPS]
