"""Remembering changes no answer: neither of another site, nor of another day, nor once a salt is gone."""

import os
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engine.ingest.facts import Facts, build_facts
from engine.ingest.stamp import stamp
from engine.ingest.stamper import GROUPS_BEGIN_WITH, NEVER_KEPT, Stamper
from engine.ingest.steps import STEPS
from schemas.drops import DropReason
from schemas.hits import Arrival
from tests.engine.ingest.arrivals import NOON, arrival, named, site
from tests.engine.ingest.test_frames import RULED, arrivals


@pytest.fixture(scope="module")
def stamper(facts: Facts) -> Stamper:
    return Stamper(facts)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hit=arrivals)
def test_the_answer_is_that_of_the_steps_one_by_one(hit: Arrival, facts: Facts, stamper: Stamper) -> None:
    for of in (RULED, site(), None):
        assert stamper.stamp(hit, of) == stamp(hit, of, facts)


def test_a_site_that_was_changed_is_another_one(stamper: Stamper) -> None:
    assert isinstance(stamper.stamp(arrival(), site()), tuple)
    assert stamper.stamp(arrival(), site(active=False)) is DropReason.INACTIVE_SITE
    assert stamper.stamp(arrival(), site(ignored_paths=("/",))) is DropReason.IGNORED_PATH
    assert named(stamper.stamp(arrival(), site(id=8)))["site_id"] == 8


def test_a_visitor_is_another_one_under_another_salt() -> None:
    class Salts:
        def salt(self, day: date) -> bytes:
            return os.urandom(16)

    stamper, of = Stamper(build_facts(None, Salts())), site()
    hashes: set[Any] = {named(stamper.stamp(arrival(), of))["visitor"] for _ in range(5)}
    assert len(hashes) == 5


def test_what_comes_again_is_remembered(facts: Facts) -> None:
    stamper, of = Stamper(facts), site()
    for second in range(3):
        stamper.stamp(arrival(created_at_ms=NOON + second * 1000, address="192.0.2.7"), of)
    assert set(stamper.lookups().values()) == {(2, 1)}


def test_every_group_begins_with_a_step() -> None:
    names = [step.name for step in STEPS]
    assert names[0] == GROUPS_BEGIN_WITH[0]
    assert {*GROUPS_BEGIN_WITH, *NEVER_KEPT} <= set(names)
