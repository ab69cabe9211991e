"""On real logs, filed visits and rollups are what the plain reading of the definitions gives, row for row."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from engine.statements import Statements
from engine.views import create_views
from tests.engine.reports import plain

ROOT = Path(__file__).parents[3]
LOGS = Path(os.environ.get("HITLAKE_SHARED", ROOT.parent / "shared")) / "data/logs"
METRICS = "pageviews, events, visitors, visits, bounces, duration_ms"


def _hitlake(data: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "server", *arguments, "--data", str(data)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)


@pytest.mark.skipif(not LOGS.is_dir(), reason=f"the real logs are not at {LOGS}")
@pytest.mark.parametrize(
    ("log", "zone"), [("one-site-2005-2018.log.gz", "America/New_York"), ("semicomplete-2015.log.gz", "UTC")]
)
def test_rollups_and_visits_of_a_real_log_equal_a_plain_reading(tmp_path: Path, log: str, zone: str) -> None:
    _hitlake(tmp_path, "user", "add", "you@example.com")
    _hitlake(tmp_path, "site", "add", "example.com", "--timezone", zone)
    _hitlake(tmp_path, "import", str(LOGS / log), "--site", "example.com")
    with duckdb.connect() as connection:
        create_views(connection, tmp_path, Statements())
        table = connection.sql("select *, epoch_ms(created_at) as created_at_ms from hits").to_arrow_table()
        rows = connection.execute(f"select day, dimension, value, {METRICS} from rollups").fetchall()
        visits = connection.execute("select day, visitor, duration_ms, pageviews + events from visits").fetchall()

    hits = table.drop_columns(["created_at"]).to_pylist()

    assert len(hits) > 1000
    assert {(day, name, value): tuple(metrics) for day, name, value, *metrics in rows} == plain.rollup(hits)
    assert sorted(visits) == sorted(
        (visit[0]["day"], visit[0]["visitor"], plain.duration_ms(visit), len(visit)) for visit in plain.visits(hits)
    )
