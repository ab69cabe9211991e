"""Totals of all days are exact at every moment, though most of them are remembered."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from engine.reports.lifetimes import Lifetimes
from schemas.api_v1.sites import LifetimeCounts
from schemas.errors import BusyError
from tests.engine.reports.layers import NOW, layers, site_in
from tests.engine.storage.lakeside import hit

SITE = site_in("UTC")
OTHER = msgspec.structs.replace(SITE, id=2)


def test_all_layers_count_and_every_site_for_itself() -> None:
    long_ago = [hit(datetime(2019, 2, day, tzinfo=UTC), visitor=1) for day in (1, 1, 2)]
    today = [hit(NOW, visitor=1), hit(NOW, visitor=2, event="buy.now"), hit(NOW, site_id=2)]
    with layers(SITE, [*long_ago, *today], [hit(NOW, visitor=3), hit(NOW, visitor=1)]) as found:
        lifetimes = Lifetimes(found.sources)
        assert lifetimes.counts([SITE, OTHER]) == {1: LifetimeCounts(6, 5), 2: LifetimeCounts(1, 1)}
        assert lifetimes.counts([]) == {}


def test_a_site_without_hits_has_none() -> None:
    with layers(SITE, [], []) as found:
        assert Lifetimes(found.sources).counts([SITE]) == {1: LifetimeCounts(0, 0)}


@pytest.mark.parametrize("days_ago", [3, 40])
def test_hits_that_come_late_count_once_they_are_filed(days_ago: int) -> None:
    day = NOW - timedelta(days=days_ago)
    with layers(SITE, [hit(day), hit(NOW)], []) as found:
        lifetimes = Lifetimes(found.sources)
        assert lifetimes.counts([SITE]) == {1: LifetimeCounts(2, 2)}
        found.side.store(hit(day + timedelta(minutes=1), visitor=9), late=True)
        assert lifetimes.counts([SITE]) == {1: LifetimeCounts(2, 2)}
        found.side.settle()
        assert lifetimes.counts([SITE]) == {1: LifetimeCounts(3, 3)}


def test_a_day_that_is_closed_counts_the_same() -> None:
    with layers(SITE, [hit(NOW)], [hit(NOW, visitor=2)]) as found:
        lifetimes = Lifetimes(found.sources)
        before = lifetimes.counts([SITE])
        found.side.now = NOW + timedelta(days=40)
        found.side.settle()
        assert found.side.names("hits") != []
        assert lifetimes.counts([SITE]) == before == {1: LifetimeCounts(2, 2)}


def test_a_damaged_rollup_file_is_made_again() -> None:
    with layers(SITE, [hit(NOW - timedelta(days=1))], []) as found:
        found.side.lake.layout.rollup_file(1, f"{NOW:%Y-%m}").write_bytes(b"PAR1 torn PAR1")
        with pytest.raises(BusyError, match="are being made again"):
            Lifetimes(found.sources).counts([SITE])
        found.side.settle()
        assert Lifetimes(found.sources).counts([SITE]) == {1: LifetimeCounts(1, 1)}
