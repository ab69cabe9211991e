"""Files that rot: the server starts, answers all that can be answered, and says what cannot."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.reports.sources import Sources
from schemas.errors import BusyError, DamagedFileError
from schemas.filters import Filter
from schemas.questions import Days
from tests.engine.storage.lakeside import Lakeside, hit
from tests.scenarios.agreement import STATEMENTS, check_layers, hits_in_reports, hits_in_views, site
from tests.scenarios.life import BEGIN, SITES

YESTERDAY, TODAY = BEGIN.date() - timedelta(days=1), BEGIN.date()
BOTH = Days(YESTERDAY - timedelta(days=1), TODAY + timedelta(days=1))


@pytest.fixture
def lakeside(tmp_path: Path) -> Iterator[Lakeside]:
    side = Lakeside(tmp_path / "data", BEGIN)
    for site_id in SITES:
        side.store(
            *(hit(BEGIN - timedelta(days=days), site_id=site_id, visitor=site_id, path=f"/{days}") for days in range(3))
        )
    side.settle()
    yield side
    side.close()


def _rot(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for position in range(4, len(content) - 4):
        content[position] ^= 0x55
    path.write_bytes(bytes(content))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES = (_rot, _cut, _empty)


def _asked(side: Lakeside, ask: Callable[[Sources], object]) -> object:
    sources, queries = open_sources(side.lake, STATEMENTS, DuckLimits(threads=1))
    try:
        return ask(sources)
    finally:
        queries.close()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("restart", [False, True])
def test_a_damaged_day_is_named_and_everything_else_is_answered(
    lakeside: Lakeside, damage: Callable[[Path], None], restart: bool
) -> None:
    damage(lakeside.root / f"hits/site_id=1/month=2026-11/{YESTERDAY}.parquet")
    if restart:
        lakeside.reopen()

    with pytest.raises(DamagedFileError, match=f"the hits of {YESTERDAY} of site 1 cannot be read"):
        _asked(lakeside, lambda sources: sources.ask_hits("visit_rows", site(1), BOTH))
    for site_id, days in ((1, Days(TODAY, BOTH.end)), (1, Days(BOTH.first, YESTERDAY)), (2, BOTH)):
        assert _asked(lakeside, lambda sources: sources.ask_hits("visit_rows", site(site_id), days))  # noqa: B023
    assert sum(hits_in_reports(lakeside.lake, SITES).values()) == 6
    assert lakeside.lake.damage == (f"the hits of {YESTERDAY} of site 1 cannot be read: their file is damaged",)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_day_keeps_no_other_from_being_closed(lakeside: Lakeside, damage: Callable[[Path], None]) -> None:
    damage(lakeside.root / f"hits/site_id=1/month=2026-11/{YESTERDAY}.parquet")
    for site_id in SITES:
        lakeside.store(
            *(hit(BEGIN - timedelta(days=days), site_id=site_id, visitor=site_id, path="/late") for days in (1, 2)),
            late=True,
        )

    with pytest.raises(duckdb.Error):
        lakeside.settle()

    assert list(lakeside.lake.housekeeping.troubles) == [f"close {YESTERDAY} of site 1"]
    late = {named: count for named, count in hits_in_reports(lakeside.lake, SITES).items() if named[1] == "/late"}
    assert late == {(1, "/late"): 1, (2, "/late"): 2}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "name", ["rollups/site_id=1/2026-11.parquet", f"visits/site_id=1/month=2026-11/{YESTERDAY}.parquet"]
)
def test_a_damaged_derived_file_is_made_again_by_itself(
    lakeside: Lakeside, damage: Callable[[Path], None], name: str
) -> None:
    whole = hits_in_views(lakeside.root)
    damage(lakeside.root / name)

    def ask(sources: Sources) -> object:
        narrowed = [Filter("path", "/1")]
        return [
            sources.ask_rollups("rollup_rows", site(1), BOTH, ["path"]),
            sources.ask_narrowed("rollup_rows", site(1), BOTH, ["entry"], narrowed),
        ]

    with pytest.raises(BusyError, match=f"the {name.partition('/')[0]} of 2026-11 of site 1 are being made again"):
        _asked(lakeside, ask)
    lakeside.lake.housekeeping.tick()

    assert _asked(lakeside, ask)
    check_layers(lakeside.root, whole)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_rollup_is_found_when_its_month_is_filed(lakeside: Lakeside, damage: Callable[[Path], None]) -> None:
    damage(lakeside.root / "rollups/site_id=1/2026-11.parquet")
    lakeside.store(hit(BEGIN - timedelta(days=1), path="/late"), late=True)

    lakeside.settle()

    assert lakeside.lake.housekeeping.troubles == {}
    check_layers(lakeside.root, hits_in_views(lakeside.root))
    assert sum(hits_in_reports(lakeside.lake, SITES).values()) == 7


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_flushed_segment_is_put_aside_at_start(lakeside: Lakeside, damage: Callable[[Path], None]) -> None:
    (path,) = (lakeside.root / "recent").iterdir()
    damage(path)

    lakeside.reopen()

    assert [line.partition(":")[0] for line in lakeside.lake.damage] == [path.name]
    assert lakeside.names("damaged") == [path.name]
    assert sum(hits_in_reports(lakeside.lake, SITES).values()) == 4


def test_a_torn_journal_is_put_aside_and_what_is_before_is_kept(lakeside: Lakeside) -> None:
    lakeside.store(hit(BEGIN, path="/whole"))
    lakeside.store(hit(BEGIN, path="/torn"))
    (path,) = (lakeside.root / "journal").iterdir()
    _cut(path)

    lakeside.reopen()

    assert "is not whole" in lakeside.lake.damage[0]
    assert len(lakeside.names("damaged")) == 1
    shown = {path for _, path in hits_in_reports(lakeside.lake, SITES)}
    assert "/whole" in shown
    assert "/torn" not in shown
