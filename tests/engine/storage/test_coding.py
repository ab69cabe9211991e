"""Coded texts change what filing costs, and nothing of what it writes."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from engine.storage import coding
from engine.storage.coding import code_texts, drop_codes
from engine.storage.parquet import FILED_SCHEMA


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"threads": 1})
    paths = ["/b", "/ä", "", "/a", "/b"]
    columns = {"path": paths, "country": [None, "DE", None, "DE", "US"], "url": [f"https://x/{n}" for n in range(5)]}
    arrays = [columns.get(field.name, [None] * 5) for field in FILED_SCHEMA]
    nullable = pa.schema([field.with_nullable(nullable=True) for field in FILED_SCHEMA])
    connection.register("given", pa.table(arrays, schema=nullable))
    connection.execute("create temp table hits as select * from given")
    yield connection
    connection.close()


def test_the_rows_stay_what_they_are_and_in_their_order(duck: duckdb.DuckDBPyConnection) -> None:
    code_texts(duck)
    query = "select path, country, url, city from {} order by path, url"
    assert duck.execute(query.format("hits")).fetchall() == duck.execute(query.format("given")).fetchall()
    kinds = dict(duck.execute("select column_name, data_type like 'ENUM%' from duckdb_columns()").fetchall())
    assert (kinds["path"], kinds["hit_id"]) == (True, False)


def test_a_column_of_many_values_stays_text(duck: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "_MOST_VALUES", 3)
    code_texts(duck)
    kinds = duck.execute("select distinct typeof(url) from hits").fetchall()
    assert kinds == [("VARCHAR",)]


def test_hits_of_the_next_day_are_coded_anew(duck: duckdb.DuckDBPyConnection) -> None:
    for _ in range(2):
        duck.execute("create or replace temp table hits as select * from given")
        code_texts(duck)
        duck.execute("drop table hits")
        drop_codes(duck)
    assert duck.execute("select count(*) from duckdb_types() where type_name like 'coded%'").fetchone() == (0,)
