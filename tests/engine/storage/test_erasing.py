"""A deleted site leaves no row in any layer, wherever the erasing is cut off, and the others keep all of theirs."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.storage.batches import build_batch
from engine.storage.files import Files
from schemas.receipts import Receipt
from tests.engine.storage.imported import count_elsewhere
from tests.engine.storage.lakeside import Lakeside, hit
from tests.engine.storage.test_lake import LAST_MONTH, TODAY, YESTERDAY
from tests.scenarios.agreement import check_layers, hits_in_views


def _fill(side: Lakeside) -> None:
    """Hits of two sites in every layer: packed, filed, flushed together, hot; and counts of another system."""
    for site_id in (1, 2):
        count_elsewhere(side.root, [LAST_MONTH.date()], site_id=site_id)
        whens = (LAST_MONTH, YESTERDAY, TODAY)
        side.store(*(hit(when, site_id=site_id, visitor=site_id, path=f"/of-{site_id}/{when:%j}") for when in whens))
    side.settle()
    for site_id in (1, 2):
        side.store(hit(TODAY, site_id=site_id, visitor=site_id, path=f"/of-{site_id}/hot"))


def _bytes(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


def _sites(side: Lakeside) -> set[int]:
    return {site_id for site_id, _ in hits_in_views(side.root)}


def test_every_row_of_a_deleted_site_goes_and_every_other_stays(lakeside: Lakeside) -> None:
    _fill(lakeside)
    others = {named: count for named, count in hits_in_views(lakeside.root).items() if named[0] == 2}

    lakeside.keeps.erased.add(1)
    lakeside.lake.housekeeping.tick()

    assert hits_in_views(lakeside.root) == others
    assert not list(lakeside.root.rglob("site_id=1"))
    assert {site_id for part in lakeside.lake.current.read().segments() for site_id in part.contents} == {2}
    assert b"/of-1/" not in _bytes(lakeside.root / "journal")
    for path in lakeside.root.rglob("recent/*.parquet"):
        assert set(pq.read_table(path, partitioning=None)["site_id"].to_pylist()) == {2}
    check_layers(lakeside.root, hits_in_views(lakeside.root))


def test_hits_that_come_after_the_deletion_are_erased_too(lakeside: Lakeside) -> None:
    _fill(lakeside)
    lakeside.keeps.erased.add(1)
    lakeside.lake.housekeeping.tick()

    lakeside.store(hit(TODAY, site_id=1))
    lakeside.store(hit(YESTERDAY, site_id=1), late=True)
    lakeside.settle()

    assert _sites(lakeside) == {2}
    assert not list(lakeside.root.rglob("site_id=1"))


def test_receipts_of_the_site_go_with_its_hits(lakeside: Lakeside) -> None:
    for site_id in (1, 2):
        table = pa.Table.from_batches([build_batch([[hit(TODAY, site_id=site_id)]], 0)])
        lakeside.store_table(table, Receipt(bytes([site_id]) * 16, b"c" * 16, 0, b"answer", 0))
    lakeside.keeps.erased.add(1)

    lakeside.lake.housekeeping.tick()

    assert list(lakeside.ledger.kept) == [b"\2" * 16]


class _CutOff(BaseException):
    pass


class _CuttingFiles(Files):
    """Once `left` is set, that many more operations are done, and then no other."""

    left: int | None = None

    def _count(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise _CutOff

    def move(self, source: Path, target: Path) -> None:
        self._count()
        super().move(source, target)

    def remove(self, path: Path) -> None:
        self._count()
        super().remove(path)

    def remove_folder(self, folder: Path) -> None:
        self._count()
        super().remove_folder(folder)


@pytest.mark.parametrize("change", ["erase", "retention"])
def test_a_cut_anywhere_is_made_good_by_the_next_start(tmp_path: Path, change: str) -> None:
    cut, finished = 0, False
    while not finished:
        files = _CuttingFiles()
        side = Lakeside(tmp_path / f"{cut}", TODAY, files=files)
        _fill(side)
        others = {named for named in hits_in_views(side.root) if named[0] == 2}
        if change == "erase":
            side.keeps.erased.add(1)
        else:
            side.keeps.days[1] = 20
        files.left = cut
        with suppress(_CutOff):
            side.lake.housekeeping.tick()
            finished = True
        files.left = None
        side.reopen()
        side.lake.housekeeping.tick()
        shown = hits_in_views(side.root)
        expected = (
            set() if change == "erase" else {(1, f"/of-1/{YESTERDAY:%j}"), (1, f"/of-1/{TODAY:%j}"), (1, "/of-1/hot")}
        )
        assert set(shown) == others | expected, cut
        side.settle()
        check_layers(side.root, shown)
        side.close()
        cut += 2
    assert cut > 4


def test_days_over_their_time_go_and_later_ones_stay(lakeside: Lakeside) -> None:
    days = [YESTERDAY - timedelta(days=ago) for ago in range(10)]
    lakeside.store(*(hit(day, path=f"/{day:%d}") for day in days), hit(LAST_MONTH), hit(TODAY, path="/today"))
    lakeside.store(hit(LAST_MONTH, site_id=2, path="/kept"))
    lakeside.settle()

    lakeside.keeps.days[1] = 3
    lakeside.settle()

    kept = {(1, f"/{day:%d}") for day in days[:3]} | {(1, "/today"), (2, "/kept")}
    assert set(hits_in_views(lakeside.root)) == kept
    assert lakeside.names("rollups") == ["site_id=1/2026-11.parquet", "site_id=2/2026-10.parquet"]
    check_layers(lakeside.root, hits_in_views(lakeside.root))

    lakeside.now += timedelta(days=1)
    lakeside.settle()
    assert (1, f"/{days[2]:%d}") not in hits_in_views(lakeside.root)
    check_layers(lakeside.root, hits_in_views(lakeside.root))


def test_what_was_imported_goes_by_whole_months(lakeside: Lakeside) -> None:
    count_elsewhere(lakeside.root, [TODAY.date(), YESTERDAY.date(), LAST_MONTH.date()])
    count_elsewhere(lakeside.root, [LAST_MONTH.date()], site_id=2)
    lakeside.keeps.days[1] = 1
    lakeside.settle()
    assert lakeside.names("imported") == ["site_id=1/2026-11.parquet", "site_id=2/2026-10.parquet"]


def test_a_packed_month_is_written_anew_without_its_old_days(lakeside: Lakeside) -> None:
    days = [LAST_MONTH + timedelta(days=number) for number in range(5)]
    lakeside.store(*(hit(day, path=f"/{day:%d}") for day in days))
    lakeside.settle()

    lakeside.keeps.days[1] = (TODAY.date() - days[3].date()).days
    lakeside.settle()

    assert lakeside.closed_hits("path") == [("/16",), ("/17",)]
    check_layers(lakeside.root, hits_in_views(lakeside.root))
    lakeside.reopen()
    assert lakeside.lake.housekeeping.troubles == {}
    assert lakeside.closed_hits("path") == [("/16",), ("/17",)]


def test_a_late_hit_of_a_day_over_its_time_does_not_stay(lakeside: Lakeside) -> None:
    lakeside.keeps.days[1] = 3
    lakeside.store(hit(LAST_MONTH), hit(YESTERDAY - timedelta(days=9)), late=True)

    lakeside.settle()

    assert hits_in_views(lakeside.root) == {}
    assert lakeside.names("hits") == []
