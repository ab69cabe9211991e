"""A file under DATA shows every flipped bit, and stays plain Parquet for every reader."""

from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from engine.storage.seals import is_whole
from schemas.errors import DamagedFileError
from tests.engine.storage.lakeside import Lakeside, hit
from tests.engine.storage.test_lake import LAST_MONTH, TODAY, YESTERDAY


@pytest.fixture
def files(lakeside: Lakeside) -> list[Path]:
    lakeside.store(hit(LAST_MONTH), hit(YESTERDAY), hit(TODAY), hit(TODAY, site_id=2))
    lakeside.settle()
    return sorted(lakeside.root.rglob("*.parquet"))


def _flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1 << position % 8
    path.write_bytes(content)


def test_every_file_of_every_layer_is_sealed(files: list[Path]) -> None:
    assert len(files) == 7
    assert [is_whole(path) for path in files] == [True] * 7


def test_a_flipped_bit_anywhere_breaks_the_seal_or_the_file(files: list[Path]) -> None:
    for path in files:
        size = path.stat().st_size
        for position in range(0, size, 37):
            _flip(path, position)
            assert is_whole(path) is not True
            _flip(path, position)
        assert is_whole(path)


def test_a_sealed_file_is_read_by_everybody(files: list[Path]) -> None:
    for path in files:
        rows = pq.read_table(path, partitioning=None).num_rows
        assert rows
        assert len(pl.read_parquet(path, hive_partitioning=False)) == rows
        with duckdb.connect() as connection:
            assert connection.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone() == (rows,)


def test_a_file_of_before_has_no_seal_and_is_read_as_ever(lakeside: Lakeside) -> None:
    lakeside.store(hit(YESTERDAY))
    lakeside.settle()
    path = lakeside.root / "hits/site_id=1/month=2026-11/2026-11-21.parquet"
    table = pq.read_table(path, partitioning=None)
    pq.write_table(table, path)
    assert is_whole(path) is None

    lakeside.store(hit(YESTERDAY + timedelta(minutes=1)), late=True)
    lakeside.settle()

    assert lakeside.closed_hits() == [(1,), (2,)]
    assert is_whole(path)


def test_wrong_values_are_not_filed_again_as_right_ones(lakeside: Lakeside) -> None:
    lakeside.store(hit(YESTERDAY, path="/" + "x" * 400))
    lakeside.settle()
    path = lakeside.root / "hits/site_id=1/month=2026-11/2026-11-21.parquet"
    _flip(path, 600)
    lakeside.store(hit(YESTERDAY), late=True)

    with pytest.raises(DamagedFileError, match=r"2026-11-21.parquet is damaged"):
        lakeside.settle()

    assert list(lakeside.lake.housekeeping.troubles) == ["close 2026-11-21 of site 1"]
