from datetime import UTC, datetime
from pathlib import Path

from engine.uptime.history import CHECK_SCHEMA, Stretch, checks_table, stretches
from engine.uptime.intervals import CONFIRM_MS, HOUR_MS, PERIOD_MS
from tests.engine.uptime.conftest import NOON_MS, Watching


def _watch(watching: Watching) -> None:
    watching.registry.monitors.switch_on(watching.site.id)
    watching.check(up=True)
    watching.check(up=False, after_ms=PERIOD_MS)
    watching.check(up=False, after_ms=CONFIRM_MS)
    watching.check(up=True, after_ms=2 * HOUR_MS)


def test_checks_are_counted_by_stretches_of_any_length(watching: Watching) -> None:
    _watch(watching)
    bounds = [NOON_MS - HOUR_MS, NOON_MS, NOON_MS + HOUR_MS, NOON_MS + 2 * HOUR_MS, NOON_MS + 3 * HOUR_MS]
    assert stretches(watching.registry.database, watching.site.id, bounds) == [
        Stretch(NOON_MS - HOUR_MS, 0, 0, None),
        Stretch(NOON_MS, 1, 2, 20),
        Stretch(NOON_MS + HOUR_MS, 0, 0, None),
        Stretch(NOON_MS + 2 * HOUR_MS, 1, 0, 20),
    ]
    assert stretches(watching.registry.database, 99, bounds[:2]) == [Stretch(NOON_MS - HOUR_MS, 0, 0, None)]


def test_ninety_days_are_one_question(watching: Watching) -> None:
    _watch(watching)
    days = [NOON_MS + (day - 90) * 24 * HOUR_MS for day in range(92)]
    found = stretches(watching.registry.database, watching.site.id, days)
    assert len(found) == 91
    assert found[-1] == Stretch(NOON_MS, 2, 2, 20)


def test_checks_are_a_table_beside_the_running_server(watching: Watching) -> None:
    _watch(watching)
    table = checks_table(watching.registry.database.path)
    assert table.schema == CHECK_SCHEMA
    assert table.slice(0, 2).to_pylist() == [
        {
            "site_id": 1,
            "checked_at": datetime(2026, 11, 22, 12, tzinfo=UTC),
            "up": True,
            "status": 200,
            "milliseconds": 20,
            "error": None,
        },
        {
            "site_id": 1,
            "checked_at": datetime(2026, 11, 22, 12, 5, tzinfo=UTC),
            "up": False,
            "status": 530,
            "milliseconds": 40,
            "error": "530 Gone",
        },
    ]
    assert len(table) == 4


def test_without_a_database_there_are_no_checks(tmp_path: Path) -> None:
    assert checks_table(tmp_path / "hitlake.db") == CHECK_SCHEMA.empty_table()
    (tmp_path / "empty.db").touch()
    assert checks_table(tmp_path / "empty.db") == CHECK_SCHEMA.empty_table()
