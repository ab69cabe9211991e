"""The life of hits in one DATA folder."""

from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from engine.storage.lake import open_lake
from schemas.errors import ConflictError
from tests.engine.storage.lakeside import CountedNumbers, KeptReceipts, Lakeside, hit

TODAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)
LAST_MONTH = datetime(2026, 10, 13, 12, 0, tzinfo=UTC)


def test_an_acknowledged_hit_is_in_the_journal_and_visible(lakeside: Lakeside) -> None:
    first = lakeside.store(hit(TODAY), hit(TODAY))

    assert first == 1
    assert [segment.rows for segment in lakeside.lake.current.read().hot] == [2]
    assert len(lakeside.names("journal")) == 1


def test_a_crash_loses_no_acknowledged_hit(lakeside: Lakeside) -> None:
    lakeside.store(hit(TODAY))
    lakeside.store(hit(TODAY, path="/b"))

    lakeside.reopen()

    (segment,) = lakeside.lake.current.read().hot
    assert segment.table().column("path").to_pylist() == ["/", "/b"]
    assert lakeside.lake.damage == ()


def test_a_past_day_is_closed_and_today_stays_recent(lakeside: Lakeside) -> None:
    lakeside.store(hit(YESTERDAY), hit(TODAY))

    lakeside.settle()

    assert lakeside.names("hits") == ["site_id=1/month=2026-11/2026-11-21.parquet"]
    assert lakeside.names("visits") == ["site_id=1/month=2026-11/2026-11-21.parquet"]
    assert lakeside.names("rollups") == ["site_id=1/2026-11.parquet"]
    assert lakeside.names("journal") == []
    assert len(lakeside.names("recent")) == 1
    assert lakeside.closed_hits() == [(1,)]


def test_a_segment_goes_when_all_its_hits_are_filed(lakeside: Lakeside) -> None:
    lakeside.store(hit(YESTERDAY))

    lakeside.settle()

    assert lakeside.names("recent") == []
    assert list(lakeside.lake.current.read().segments()) == []


def test_a_month_that_is_over_is_one_file(lakeside: Lakeside) -> None:
    lakeside.store(hit(LAST_MONTH), hit(LAST_MONTH + timedelta(days=3)))

    lakeside.settle()

    assert lakeside.names("hits") == ["site_id=1/month=2026-10/2026-10.parquet"]
    assert lakeside.names("visits") == ["site_id=1/month=2026-10/2026-10.parquet"]
    assert lakeside.names("rollups") == ["site_id=1/2026-10.parquet"]


def test_days_of_a_month_are_packed_once_it_is_over(lakeside: Lakeside) -> None:
    lakeside.store(hit(YESTERDAY), hit(YESTERDAY - timedelta(days=1)), hit(TODAY))
    lakeside.settle()

    lakeside.now += timedelta(days=9)
    lakeside.settle()

    assert lakeside.names("hits") == ["site_id=1/month=2026-11/2026-11.parquet"]
    assert lakeside.names("visits") == ["site_id=1/month=2026-11/2026-11.parquet"]
    assert lakeside.closed_hits() == [(1,), (2,), (3,)]
    assert lakeside.names("tmp") == []


@pytest.mark.parametrize("when", [YESTERDAY, LAST_MONTH])
def test_a_late_hit_is_folded_into_its_closed_day(lakeside: Lakeside, when: datetime) -> None:
    lakeside.store(hit(when))
    lakeside.settle()

    lakeside.store(hit(when + timedelta(minutes=5), path="/late"), late=True)
    lakeside.settle()

    assert lakeside.closed_hits("hit_id, path") == [(1, "/"), (2, "/late")]
    assert lakeside.names("recent") == []


def test_folding_twice_changes_nothing(lakeside: Lakeside) -> None:
    lakeside.store(hit(YESTERDAY), hit(TODAY))
    lakeside.settle()

    lakeside.reopen()
    lakeside.settle()

    assert lakeside.closed_hits() == [(1,)]


def test_a_day_closes_by_the_clock_of_its_site(lakeside: Lakeside) -> None:
    lakeside.zones.update({1: "Pacific/Kiritimati", 2: "America/New_York"})
    morning = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    lakeside.now = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    lakeside.store(hit(morning, site_id=1), hit(morning, site_id=2))
    lakeside.store(hit(morning + timedelta(days=1), site_id=1), hit(morning + timedelta(days=1), site_id=2))

    lakeside.settle()

    assert lakeside.names("hits") == [
        "site_id=1/month=2026-11/2026-11-21.parquet",
        "site_id=1/month=2026-11/2026-11-22.parquet",
        "site_id=2/month=2026-11/2026-11-21.parquet",
    ]


def test_a_second_process_is_refused(lakeside: Lakeside) -> None:
    with pytest.raises(ConflictError, match="in use by another hitlake"):
        open_lake(
            lakeside.root, numbers=CountedNumbers(), ledger=KeptReceipts(), zone_of=lambda _: "UTC", now_ms=lambda: 0
        )


def test_stale_derived_files_are_made_again_at_start(lakeside: Lakeside) -> None:
    lakeside.store(hit(YESTERDAY), hit(YESTERDAY + timedelta(minutes=1), path="/b"))
    lakeside.settle()
    (lakeside.root / "rollups/site_id=1/2026-11.parquet").unlink()
    (lakeside.root / "visits/site_id=1/month=2026-11/2026-11-21.parquet").unlink()

    lakeside.reopen()

    assert pq.read_table(lakeside.root / "visits/site_id=1/month=2026-11/2026-11-21.parquet").num_rows == 1
    totals = pq.read_table(
        lakeside.root / "rollups/site_id=1/2026-11.parquet", filters=[("dimension", "=", "total")]
    ).to_pylist()
    assert [(row["pageviews"], row["visits"], row["visitors"]) for row in totals] == [(2, 1, 1)]


def test_filed_hits_stand_visit_after_visit_also_when_packed(lakeside: Lakeside) -> None:
    minute = timedelta(minutes=1)
    for day in (YESTERDAY - timedelta(days=1), YESTERDAY):
        lakeside.store(hit(day, visitor=9), hit(day + minute, visitor=5), hit(day + 2 * minute, visitor=9, path="/b"))
    lakeside.settle()

    one_day = pq.read_table(lakeside.root / "hits/site_id=1/month=2026-11/2026-11-20.parquet", partitioning=None)
    assert one_day.column("visitor").to_pylist() == [9, 9, 5]

    lakeside.now += timedelta(days=9)
    lakeside.settle()
    month = pq.read_table(lakeside.root / "hits/site_id=1/month=2026-11/2026-11.parquet", partitioning=None)
    assert month.column("hit_id").to_pylist() == [1, 3, 2, 4, 6, 5]
