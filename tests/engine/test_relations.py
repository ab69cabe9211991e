import duckdb
import pyarrow as pa
import pytest

from engine.relations import make_empty_table
from schemas.hits import HIT_SCHEMA
from schemas.rollups import ROLLUP_SCHEMA
from schemas.visits import VISIT_SCHEMA


@pytest.mark.parametrize("schema", [HIT_SCHEMA, VISIT_SCHEMA, ROLLUP_SCHEMA])
def test_an_empty_table_has_the_types_that_arrow_gives_it(schema: pa.Schema) -> None:
    with duckdb.connect() as connection:
        make_empty_table(connection, "made", schema)
        connection.register("registered", schema.empty_table())
        made = connection.execute("describe made").fetchall()
        assert [row[:2] for row in made] == [row[:2] for row in connection.execute("describe registered").fetchall()]
        assert connection.execute("select count(*) from made").fetchall() == [(0,)]
