"""The SQL files as texts."""

from pathlib import Path

import duckdb
import pytest

from engine.statements import Statements


def test_every_statement_binds_to_empty_relations() -> None:
    Statements().check()


def test_a_broken_statement_stops_the_start(tmp_path: Path) -> None:
    for path in (Path(__file__).parents[2] / "engine/sql").glob("*.sql"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "broken.sql").write_text("-- what nobody has\nselect nothing_of_this_name from hits\n")

    with pytest.raises(duckdb.BinderException, match="nothing_of_this_name"):
        Statements(tmp_path).check()


def test_a_slot_is_filled_with_the_file_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "outer.sql").write_text("select * from (__INNER__) where __COLUMN__ = $value")
    (tmp_path / "inner.sql").write_text("select 1 as a")

    assert Statements(tmp_path).text("outer", column="a") == "select * from (select 1 as a) where a = $value"


def test_every_statement_says_first_what_it_answers() -> None:
    for path in (Path(__file__).parents[2] / "engine/sql").glob("*.sql"):
        assert path.read_text().startswith("-- "), path.name
