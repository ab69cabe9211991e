"""Days are plausible together and each can be made up alone."""

from datetime import date
from statistics import mean

import pytest

from server.demo.plan import MadeUpSite, cells_of_rate, days_ending
from server.demo.rhythm import beat, hits_of_days

DAYS = days_ending(date(2026, 11, 22), 90)
SITE = MadeUpSite(site_id=7, domain="birchlane.example", time_zone="Europe/Berlin")


@pytest.mark.parametrize("total", [0, 1, 89, 1_000_000, 100_000_000])
def test_the_hits_of_the_days_sum_to_the_total(total: int) -> None:
    hits = hits_of_days(7, DAYS, total)
    assert sum(hits) == total
    assert min(hits) >= 0


def test_weekends_are_calmer_than_working_days() -> None:
    hits = dict(zip(DAYS, hits_of_days(7, DAYS, 1_000_000), strict=True))
    calm = [day for day in DAYS if beat(7, day, DAYS[0]).viral_permille == 0]
    weekend = mean(hits[day] for day in calm if day.weekday() >= 5)
    working = mean(hits[day] for day in calm if day.weekday() < 5)
    assert 0.5 < weekend / working < 0.75


def test_a_story_goes_round_twice_in_90_days_or_so() -> None:
    for seed in range(20):
        viral = [day for day in DAYS if beat(seed, day, DAYS[0]).viral_permille > 500]
        assert 1 <= len(viral) <= 3


def test_a_site_grows() -> None:
    year = days_ending(date(2026, 11, 22), 365)
    levels = [beat(7, day, year[0]).level for day in year]
    assert 1.3 < mean(levels[-60:]) / mean(levels[:60]) < 1.9


def test_a_day_is_the_same_whichever_days_are_made_up_with_it() -> None:
    origin = DAYS[0]
    together = list(cells_of_rate(SITE, 7, DAYS, hits_a_day=1_500, origin=origin))
    alone = list(cells_of_rate(SITE, 7, DAYS[-3:], hits_a_day=1_500, origin=origin))
    assert together[-3:] == alone
