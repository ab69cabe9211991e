"""Statements that others write: what they may see, and that they cannot do anything else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from engine.ad_hoc import AdHoc, AdHocLimits
from engine.duck import DuckLimits
from engine.statements import Statements
from engine.storage.layout import Layout
from schemas.errors import BadInputError, BusyError
from tests.engine.storage.lakeside import Lakeside, hit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Lakeside]:
    side = Lakeside(tmp_path / "data", NOW)
    side.store(hit(NOW - timedelta(days=40)), hit(NOW - timedelta(days=1)), hit(NOW, path="/now"))
    side.settle()
    side.store(hit(NOW, path="/hot", visitor=2**63 + 1))
    yield side
    side.close()


@pytest.fixture
def ad_hoc(side: Lakeside) -> Iterator[AdHoc]:
    ad_hoc = AdHoc(Layout(side.root), Statements(), AdHocLimits(seconds=2, duck=DuckLimits("100MB", 1)))
    yield ad_hoc
    ad_hoc.close()


def _files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_all_layers_are_seen_once(ad_hoc: AdHoc) -> None:
    answer = ad_hoc.ask("select site_id, day, path from hits order by hit_id", 10)

    assert answer.columns == ["site_id", "day", "path"]
    assert answer.rows == [
        [1, "2026-10-13", "/"],
        [1, "2026-11-21", "/"],
        [1, "2026-11-22", "/now"],
        [1, "2026-11-22", "/hot"],
    ]
    assert not answer.is_cut
    assert ad_hoc.ask("select count(*), sum(pageviews) from visits", 10).rows == [[4, 4]]
    assert ad_hoc.ask("select sum(pageviews) from rollups where dimension = 'total'", 10).rows == [[2]]
    assert ad_hoc.ask("from checks", 10).rows == []


def test_values_are_those_of_json(ad_hoc: AdHoc) -> None:
    query = (
        "select visitor, created_at, 1.5::decimal(4, 2), 'nan'::float, [1], {'a': null} from hits where path = '/hot'"
    )

    assert ad_hoc.ask(query, 10).rows == [[str(2**63 + 1), "2026-11-22T10:00:00+00:00", 1.5, None, [1], {"a": None}]]


def test_an_answer_is_cut_at_its_rows_and_at_its_bytes(side: Lakeside, ad_hoc: AdHoc) -> None:
    assert len(ad_hoc.ask("from range(1000)", 7).rows) == 7
    assert ad_hoc.ask("from range(1000)", 7).is_cut
    assert not ad_hoc.ask("from range(7)", 7).is_cut

    small = AdHoc(Layout(side.root), Statements(), AdHocLimits(bytes=100))
    answer = small.ask("select repeat('x', 30) from range(1000)", 500)
    small.close()
    assert len(answer.rows) == 2
    assert answer.is_cut


@pytest.mark.parametrize(
    "query",
    [
        "copy hits to '{root}/hits/x.parquet'",
        "explain analyze copy hits to '{root}/hits/x.parquet'",
        "with x as (copy hits to '{root}/hits/x.parquet') select 1",
        "with x as (copy hits to '/tmp/hitlake-x.parquet') select 1",
        "from query('with x as (copy hits to ''{root}/x.parquet'') select 1')",
        "attach '{root}/hitlake.db' as accounts (type sqlite)",
        "attach '{root}/hits/x.db'",
        "from read_blob('{root}/hitlake.db')",
        "from read_text('{root}/journal/../journal/000000000001.wal')",
        "from read_parquet('{root}/hits/*/*/*.parquet')",
        "from glob('{root}/*')",
        "from '/etc/passwd'",
        "from read_csv('/etc/passwd')",
        "from 'https://example.com/x.parquet'",
        "create table x as from hits",
        "drop view hits",
        "delete from hits",
        "set threads = 1",
        "set enable_external_access = true",
        "install sqlite",
        "load sqlite",
        "pragma database_list",
        "select 1; select 2",
        "",
        "from nowhere",
        "select nothing from hits",
    ],
)
def test_nothing_is_written_and_no_file_is_read_but_by_the_views(side: Lakeside, ad_hoc: AdHoc, query: str) -> None:
    before = _files(side.root)

    with pytest.raises(BadInputError):
        ad_hoc.ask(query.format(root=side.root), 10)

    assert _files(side.root) == before
    assert not Path("/tmp/hitlake-x.parquet").exists()


def test_variables_of_the_process_are_not_seen(ad_hoc: AdHoc) -> None:
    secret = pa.table({"salt": [1]})

    with pytest.raises(BadInputError, match="secret does not exist"):
        ad_hoc.ask("from secret", secret.num_rows)


def test_a_query_that_takes_too_long_is_given_up(side: Lakeside) -> None:
    ad_hoc = AdHoc(Layout(side.root), Statements(), AdHocLimits(seconds=0.5))
    with pytest.raises(BusyError, match=r"longer than 0\.5 seconds"):
        ad_hoc.ask("select sum(a.range * b.range) from range(10000000) a, range(10000) b", 10)
    ad_hoc.close()


def test_a_query_that_needs_too_much_memory_is_given_up(ad_hoc: AdHoc) -> None:
    with pytest.raises(BusyError, match="more memory than 100MB"):
        ad_hoc.ask("select count(*) from (select distinct range::varchar || repeat('x', 200) from range(3000000))", 1)


def test_the_statement_that_is_refused_says_what_is_allowed(ad_hoc: AdHoc) -> None:
    with pytest.raises(BadInputError, match="COPY is not allowed: allowed is one SELECT"):
        ad_hoc.ask("copy hits to 'x'", 10)
