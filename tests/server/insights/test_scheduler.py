"""Insights from hits: written once a site and day, at their hour, over real files."""

import json
import threading
from datetime import date, timedelta

import pytest

from schemas.errors import BusyError
from schemas.insights import InsightChoices
from schemas.questions import Page
from schemas.sites import Site
from server.insights.background import MOST
from server.insights.budget import Budget
from server.insights.model import Model
from server.insights.scheduler import Scheduler
from server.insights.wording import ModelWording
from server.insights.writing import Writer
from tests.server.conftest import Running
from tests.server.insights.models import talker

TODAY = date(2026, 3, 10)
ALL = Page(1, 50)


def fill(running: Running, hits: int = 12) -> None:
    """On the day before, at noon."""
    running.clock.move(seconds=-86400)
    for number in range(hits):
        running.view("/pricing" if number % 3 else "/", visitor=f"203.0.113.{number}").raise_for_status()
    running.clock.move(seconds=86400)


def scheduler(running: Running) -> Scheduler:
    return Scheduler(running.app.registry, running.clock, Writer(running.app.sources, running.app.registry.diary).write)


def days(running: Running, site: Site) -> list[date]:
    return [insight.day for insight in running.app.registry.diary.page(site.id, ALL)[0]]


def test_one_is_written_a_day_and_never_two(running: Running) -> None:
    fill(running)
    for _ in range(3):
        scheduler(running).write_due()
    assert days(running, running.site) == [TODAY]
    (insight,), count = running.app.registry.diary.page(running.site.id, ALL)
    assert count == 1
    assert "12 views" in insight.traffic_patterns
    assert "/pricing (8 views)" in insight.best_content
    running.clock.move(seconds=13 * 3600 - 1)
    scheduler(running).write_due()
    running.clock.move(seconds=1)
    assert len(days(running, running.site)) == 1
    scheduler(running).write_due()
    assert days(running, running.site) == [TODAY + timedelta(days=1), TODAY]


def test_fewer_than_ten_hits_in_seven_days_give_none(running: Running) -> None:
    fill(running, 9)
    scheduler(running).write_due()
    assert days(running, running.site) == []
    assert running.app.registry.diary.sites()[running.site.id][1] == TODAY


def test_days_without_a_server_are_caught_up(running: Running) -> None:
    fill(running)
    scheduler(running).write_due()
    running.clock.move(seconds=3 * 86400)
    scheduler(running).write_due()
    assert days(running, running.site) == [TODAY + timedelta(days=n) for n in (3, 2, 1, 0)]


def test_a_site_that_is_off_is_left_alone(running: Running) -> None:
    fill(running)
    running.app.registry.diary.choose(running.site.id, InsightChoices(enabled=False))
    scheduler(running).write_due()
    assert days(running, running.site) == []


def test_one_site_s_trouble_does_not_hold_up_the_others_and_is_told_once(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    wrote: list[int] = []

    def write(site: Site, day: date) -> None:
        if site.id == running.site.id:
            raise BusyError("not now")
        wrote.append(site.id)

    troubled = Scheduler(running.app.registry, running.clock, write)
    troubled.write_due()
    troubled.write_due()
    assert wrote == [running.other_site.id] * 2
    assert caplog.text.count("not now") == 1


def test_a_model_that_takes_its_time_holds_up_no_other_site_and_is_asked_once(running: Running) -> None:
    """The other site has no hits, so it is considered and nothing more."""
    fill(running)
    diary = running.app.registry.diary
    diary.choose(running.site.id, InsightChoices(model=True))
    with talker("", drip=True) as model:
        budget = Budget(running.app.registry.settings, running.clock, 5)
        writer = Writer(running.app.sources, diary, ModelWording(Model(model.url, "small", None, 1), budget, str))
        reported: list[tuple[int, int]] = []

        def report(site: Site, _choices: InsightChoices, _due: date) -> None:
            reported.append((site.id, len(days(running, site))))

        with Scheduler(running.app.registry, running.clock, writer.write, report, tick_seconds=600) as writing:
            writing.write_due()
            assert reported == [(running.other_site.id, 0)]
            writing.write_due()
            writing.settle()
            assert diary.page(running.site.id, ALL)[0][0].author == "narrator"
            writing.write_due()
    assert (running.site.id, 1) in reported
    assert len(model.asked) == 1


@pytest.mark.parametrize("count", [MOST - 1, MOST + 2])
def test_no_more_models_are_waited_for_at_once_than_allowed(running: Running, count: int) -> None:
    registry = running.app.registry
    sites = [registry.sites.add(running.site.account_id, f"s{number}.example.com") for number in range(count)]
    for site in sites:
        registry.diary.choose(site.id, InsightChoices(model=True))
    begun, may_end = threading.Semaphore(0), threading.Event()
    wrote: list[int] = []

    def write(site: Site, _day: date) -> None:
        if site in sites:
            begun.release()
            assert may_end.wait(20)
        wrote.append(site.id)

    with Scheduler(registry, running.clock, write, tick_seconds=600) as writing:
        writing.write_due()
        assert sorted(wrote) == [running.site.id, running.other_site.id]
        assert all(begun.acquire(timeout=20) for _ in range(min(count, MOST)))
        assert not begun.acquire(blocking=False)
        may_end.set()
        writing.settle()
    assert sorted(wrote[2:]) == [site.id for site in sites]


@pytest.mark.parametrize(("wanted", "author"), [(True, "model"), (False, "narrator")])
def test_a_model_words_only_what_the_owner_lets_it(running: Running, wanted: bool, author: str) -> None:
    fill(running)
    diary = running.app.registry.diary
    diary.choose(running.site.id, InsightChoices(model=wanted))
    text = json.dumps(
        {
            "traffic_patterns": "You had 12 views from 12 visitors in the last seven days.",
            "best_content": "[page 1] was read most, with 8 views in the seven days.",
            "recommendations": "Put one clear next step on [page 1] while people read it.",
        }
    )
    with talker(text) as model:
        budget = Budget(running.app.registry.settings, running.clock, 5)
        words = ModelWording(Model(model.url, "small", None, 5), budget, str)
        writer = Writer(running.app.sources, diary, words)
        writing = Scheduler(running.app.registry, running.clock, writer.write)
        writing.write_due()
        writing.settle()
    (insight,), _ = diary.page(running.site.id, ALL)
    assert insight.author == author
    assert len(model.asked) == int(wanted)
