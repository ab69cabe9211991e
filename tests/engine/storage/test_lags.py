"""How far the layers are behind, through the life of a hit."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.storage.lags import Lags, lags
from tests.engine.storage.lakeside import Lakeside, hit

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def found(lakeside: Lakeside) -> Lags:
    lake = lakeside.lake
    return lags(lake.current.read(), lake.calendar, round(lakeside.now.timestamp() * 1000))


def test_an_empty_lake_is_not_behind(lakeside: Lakeside) -> None:
    assert found(lakeside) == Lags(0, None, 0, 0, None)


@pytest.mark.parametrize(("zone", "waited"), [("UTC", 25), ("Asia/Kathmandu", 25 + 345), ("America/New_York", None)])
def test_a_day_waits_from_its_end_in_the_sites_zone_until_it_is_closed(
    lakeside: Lakeside, zone: str, waited: int | None
) -> None:
    lakeside.zones[1] = zone
    lakeside.now = NOON
    lakeside.store(hit(NOON))
    lakeside.now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    behind = found(lakeside)
    assert (behind.unflushed_hits, behind.oldest_unflushed_seconds) == (1, 12.5 * 3600)
    assert behind.unclosed_days == (waited is not None)
    assert behind.oldest_unclosed_seconds == (None if waited is None else waited * 60)
    lakeside.settle()
    assert found(lakeside) == Lags(0, None, int(waited is None), 0, None)


def test_the_last_hit_of_a_site_is_known_after_a_restart_too(lakeside: Lakeside) -> None:
    yesterday = lakeside.now - timedelta(days=1)
    lakeside.store(hit(yesterday, site_id=1), late=True)
    lakeside.settle()
    lakeside.store(hit(lakeside.now, site_id=2))
    before = dict.fromkeys((1, 2), yesterday) | {2: lakeside.now}
    for _ in range(2):
        last = lakeside.lake.intake.record.last_hits.read(lakeside.lake.current.read())
        assert last == {site_id: round(at.timestamp() * 1000) for site_id, at in before.items()}
        lakeside.reopen()
