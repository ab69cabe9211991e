"""What another system counted is shown for days without hits, never with hits of the same day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from engine.reports.breakdown import breakdown
from engine.reports.hits import hits
from engine.reports.lifetimes import Lifetimes
from engine.reports.pageviews import pageviews
from engine.reports.series import daily
from engine.reports.stats import stats
from schemas.api_v1.sites import LifetimeCounts
from schemas.errors import DamagedFileError
from schemas.filters import Filter
from schemas.questions import ALWAYS, Days, HitFilters, Page, Period
from tests.engine.reports.layers import NOW, Layers, layers, site_in
from tests.engine.storage.imported import count_elsewhere
from tests.engine.storage.lakeside import hit

SITE = site_in("UTC")
TODAY = NOW.date()
CLOSED, PACKED = TODAY - timedelta(days=2), TODAY - timedelta(days=60)
BEFORE = [TODAY - timedelta(days=ago) for ago in (1, 61, 400)]
YEARS = Days.through(TODAY, 800)


@pytest.fixture
def found() -> Iterator[Layers]:
    """Hits of one packed day, one closed day and today; counts of these days and of three others."""
    of_days = [hit(NOW - timedelta(days=ago), path="/here") for ago in (2, 60)]
    with layers(SITE, [*of_days, hit(NOW, path="/here")], [hit(NOW, visitor=2, path="/here")]) as opened:
        count_elsewhere(opened.side.root, [TODAY, CLOSED, PACKED, *BEFORE])
        yield opened


def test_each_day_has_its_own_hits_or_the_counts(found: Layers) -> None:
    days = {day: totals.pageviews for day, totals in daily(found.sources, SITE, YEARS).items()}
    assert days == {TODAY: 2, CLOSED: 1, PACKED: 1} | dict.fromkeys(BEFORE, 10)
    counted = pageviews(found.sources, SITE, Days.through(TODAY, 2), None)
    assert (counted.total, [day.count for day in counted.chart]) == (12, [10, 2])
    [path] = breakdown(found.sources, SITE, Days(BEFORE[2], TODAY), ["path"])["path"].values[:1]
    assert (path.value, path.totals.pageviews, path.totals.visitors) == ("/elsewhere", 30, 15)


def test_stats_and_lifetimes_count_them(found: Layers) -> None:
    assert stats(found.sources, SITE, YEARS).pageviews == 34
    assert Lifetimes(found.sources).counts([SITE]) == {1: LifetimeCounts(34, 19)}


def test_a_day_that_gets_hits_loses_its_counts(found: Layers) -> None:
    found.side.store(hit(NOW - timedelta(days=1)), late=True)
    found.side.settle()
    assert daily(found.sources, SITE, Days.through(TODAY, 2))[BEFORE[0]].pageviews == 1
    assert Lifetimes(found.sources).counts([SITE]) == {1: LifetimeCounts(25, 15)}


def test_filters_and_lists_of_hits_know_hits_alone(found: Layers) -> None:
    here = [Filter("path", "/elsewhere")]
    assert daily(found.sources, SITE, YEARS, here) == {}
    rows, total = hits(found.sources, SITE, Period(YEARS), HitFilters(), Page(1, 50))
    assert (len(rows), total) == (4, 4)


def test_a_site_without_any_hits_has_the_counts() -> None:
    with layers(SITE, [], []) as found:
        count_elsewhere(found.side.root, [date(2020, 2, 29)])
        assert daily(found.sources, SITE, ALWAYS)[date(2020, 2, 29)].visitors == 5
        assert Lifetimes(found.sources).counts([SITE]) == {1: LifetimeCounts(10, 5)}


def test_a_damaged_file_is_named_and_costs_its_month_alone(found: Layers) -> None:
    month = f"{BEFORE[1]:%Y-%m}"
    found.side.lake.layout.imported_file(1, month).write_bytes(b"PAR1 torn PAR1")
    with pytest.raises(DamagedFileError, match=f"what was imported of {month} of site 1 cannot be read"):
        stats(found.sources, SITE, YEARS)
    with pytest.raises(DamagedFileError, match=month):
        Lifetimes(found.sources).counts([SITE])
    assert stats(found.sources, SITE, Days.through(TODAY, 2)).pageviews == 12
