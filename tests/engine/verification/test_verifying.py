"""A verification finds every kind of fault, and a repair leaves a DATA that agrees with itself."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from engine.storage.files import Files
from engine.storage.parquet import copy_to, made_from
from engine.storage.segments import write_recent_file
from tests.engine.storage.imported import count_elsewhere
from tests.engine.storage.lakeside import Lakeside, hit
from tests.engine.verification.verifyside import repaired, verified, wrong
from tests.scenarios.agreement import check_layers, hits_in_views
from tests.scenarios.life import BEGIN, Life, found
from tests.scenarios.phases import PHASES

DAY = "hits/site_id=1/month=2026-11/2026-11-28.parquet"
VISITS = "visits/site_id=1/month=2026-11/2026-11-28.parquet"
ROLLUPS = "rollups/site_id=1/2026-11.parquet"
PACKED = "hits/site_id=1/month=2026-10/2026-10.parquet"
RECENT = "recent/000000000001.parquet"


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Lakeside]:
    """Two closed days and a packed month of site 1, a closed day of site 2, and today flushed and in the journal."""
    side = Lakeside(tmp_path / "data", BEGIN)
    days = [hit(BEGIN - timedelta(days=ago), path=f"/{ago}") for ago in (0, 1, 1, 2, 40, 41)]
    side.store(*days, hit(BEGIN - timedelta(days=1), site_id=2))
    side.settle()
    side.store(hit(BEGIN, path="/hot"))
    side.store(hit(BEGIN, path="/hotter"))
    yield side
    side.close()


def _rewritten(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """As a bug would write it: other rows, a good seal, and the note of before."""
    table = change(pq.read_table(path, partitioning=None))
    with duckdb.connect() as duck:
        duck.register("changed", table)
        copy_to(duck, path, "select * from changed", {}, made_from(path) or {})


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)


def test_a_good_data_folder_is_called_good(side: Lakeside) -> None:
    report = verified(side.root)

    assert report.findings == []
    assert dict(report.files) == {"journal": 1, "recent": 1, "hits": 4, "visits": 4, "rollups": 3}
    assert dict(report.rows) == {"journal": 2, "recent": 7, "hits": 6, "visits": 5, "rollups": report.rows["rollups"]}


def test_a_whole_life_is_good_after_every_phase(tmp_path: Path) -> None:
    found(tmp_path / "data")
    life = Life(tmp_path / "data", Files())
    for phase in PHASES:
        phase(life)
        assert verified(life.side.root, served=True).is_good, phase.__name__
    life.end()


@pytest.mark.parametrize("name", [DAY, VISITS, ROLLUPS, PACKED, RECENT])
def test_a_flipped_bit_is_found(side: Lakeside, name: str) -> None:
    _flip(side.root / name)

    assert wrong(side.root) == [(name, "its bytes are not those that were written")]


@pytest.mark.parametrize("damage", [_flip, Path.unlink])
def test_derived_files_that_are_missing_or_damaged_are_made_again(
    side: Lakeside, damage: Callable[[Path], None]
) -> None:
    shown = hits_in_views(side.root)
    names = [ROLLUPS, VISITS, VISITS.replace("2026-11-28", "2026-11-27")]
    for name in names:
        damage(side.root / name)
    assert sorted(where for where, _ in wrong(side.root)) == sorted(names)

    repaired(side)

    assert verified(side.root).findings == []
    check_layers(side.root, shown)


def test_derived_files_with_another_number_in_them_are_made_again(side: Lakeside) -> None:
    def counted_up(table: pa.Table) -> pa.Table:
        counts = pc.add(table["pageviews"], 1).cast(table.schema.field("pageviews").type)
        return table.set_column(table.schema.get_field_index("pageviews"), "pageviews", counts)

    for name in (VISITS, ROLLUPS):
        _rewritten(side.root / name, counted_up)
    assert wrong(side.root) == [
        (VISITS, "is not what follows from the hits"),
        (ROLLUPS, "is not what follows from the hits"),
    ]

    repaired(side)

    assert verified(side.root).findings == []


@pytest.mark.parametrize("name", [DAY, PACKED])
def test_damaged_hits_are_put_aside_and_nothing_speaks_of_them_any_more(side: Lakeside, name: str) -> None:
    _flip(side.root / name)

    repaired(side)

    (aside,) = side.names("damaged")
    assert aside == f"hits-1-{Path(name).name}"
    report = verified(side.root)
    assert report.is_good
    assert [finding.where for finding in report.notes] == [f"damaged/{aside}"]
    # What still waits in a segment is shown again: the day is open.
    assert hits_in_views(side.root)[1, "/1"] == 2
    assert (1, "/40") in hits_in_views(side.root)
    check_layers(side.root, hits_in_views(side.root))


def test_hits_that_are_put_aside_come_back_with_the_file_of_a_backup(side: Lakeside, tmp_path: Path) -> None:
    shown = hits_in_views(side.root)
    shutil.copy2(side.root / DAY, tmp_path / "backup.parquet")
    _flip(side.root / DAY)
    repaired(side)

    side.abandon()
    shutil.copy2(tmp_path / "backup.parquet", side.root / DAY)
    side.lake = side.open()

    assert verified(side.root).is_good
    check_layers(side.root, shown)


def test_a_damaged_segment_is_put_aside(side: Lakeside) -> None:
    _flip(side.root / RECENT)

    repaired(side)

    assert side.names("damaged") == ["000000000001.parquet"]
    assert verified(side.root).is_good


def test_a_torn_journal_is_found_and_cut(side: Lakeside) -> None:
    (path,) = (side.root / "journal").iterdir()
    path.write_bytes(path.read_bytes()[:-7])
    ((where, what),) = wrong(side.root)
    assert where == f"journal/{path.name}"
    assert "is not whole" in what

    repaired(side)
    side.lake.housekeeping.flush()

    assert verified(side.root).is_good
    assert (1, "/hot") in hits_in_views(side.root)
    assert (1, "/hotter") not in hits_in_views(side.root)


def test_days_beside_their_packed_month_are_removed(side: Lakeside) -> None:
    shutil.copy2(side.root / DAY, side.root / "hits/site_id=1/month=2026-10/2026-10-20.parquet")
    assert wrong(side.root) == [
        ("hits/site_id=1/month=2026-10/2026-10-20.parquet", "is superseded by the packed month")
    ]

    repaired(side)

    assert verified(side.root).findings == []


def test_derived_files_without_hits_are_removed(side: Lakeside) -> None:
    (side.root / "rollups/site_id=9").mkdir()
    shutil.copy2(side.root / ROLLUPS, side.root / "rollups/site_id=9/2026-11.parquet")
    assert wrong(side.root) == [("rollups/site_id=9/2026-11.parquet", "there are no hits that it follows from")]

    repaired(side)

    assert verified(side.root).is_good


def test_hits_in_the_file_of_another_day_are_found(side: Lakeside) -> None:
    shutil.copy2(side.root / DAY, side.root / DAY.replace("2026-11-28", "2026-11-27"))

    assert (DAY.replace("2026-11-28", "2026-11-27"), "holds hits of 2026-11-28") in wrong(side.root)


def test_a_day_that_no_clock_showed_is_found(side: Lakeside) -> None:
    def shifted(table: pa.Table) -> pa.Table:
        times = pc.add(table["created_at"], pa.scalar(timedelta(days=2), pa.duration("ms")))
        return table.set_column(table.schema.get_field_index("created_at"), "created_at", times)

    _rewritten(side.root / DAY, shifted)

    assert (DAY, "2 hits bear a day and hour that no time zone had at their instant") in wrong(side.root)


def test_hits_of_another_zone_than_the_site_has_now_are_no_fault(side: Lakeside) -> None:
    side.store(hit(BEGIN.replace(hour=3) - timedelta(days=3)), late=True)
    side.settle()
    path = side.root / "hits/site_id=1/month=2026-11/2026-11-26.parquet"

    def moved(table: pa.Table) -> pa.Table:
        times = pc.subtract(table["created_at"], pa.scalar(timedelta(hours=9), pa.duration("ms")))
        return table.set_column(table.schema.get_field_index("created_at"), "created_at", times)

    _rewritten(path, moved)

    notes = [finding.what for finding in verified(side.root).notes]
    assert notes == ["1 hits came while the site had another time zone than UTC"]


def test_a_hit_that_is_there_twice_is_found(side: Lakeside) -> None:
    table = pq.read_table(side.root / RECENT, partitioning=None)
    today = table.filter(pc.equal(table["day"], pa.scalar(BEGIN.date(), pa.date32())))
    write_recent_file(side.root / "recent/000000000099.parquet", today)

    assert [finding.what for finding in verified(side.root).wrong] == ["hit 1 is there 2 times"]


def test_a_damaged_file_of_counts_is_named_and_put_aside(side: Lakeside) -> None:
    count_elsewhere(side.root, [BEGIN.date() - timedelta(days=800)])
    assert verified(side.root).is_good
    [path] = side.root.glob("imported/*/*.parquet")
    _flip(path)
    where = str(path.relative_to(side.root))
    assert wrong(side.root) == [(where, "its bytes are not those that were written")]
    repaired(side)
    assert verified(side.root).is_good
    assert not path.exists()
