import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.registry.registry import Registry
from engine.registry.salts import deadline_ms
from tests.engine.registry.conftest import Open

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[3]


def _bytes_on_disk(registry: Registry) -> bytes:
    return b"".join(path.read_bytes() for path in registry.database.path.parent.iterdir())


def test_a_day_has_one_salt_in_every_process(registry: Registry, open_another: Open) -> None:
    salt = registry.salts.salt(TODAY)
    assert len(salt) == 16
    assert registry.salts.salt(TODAY) == salt
    assert open_another().salts.salt(TODAY) == salt
    assert registry.salts.salt(TODAY + timedelta(days=1)) != salt


def test_a_salt_ends_48_hours_after_its_day_is_over_everywhere() -> None:
    assert datetime.fromtimestamp(deadline_ms(TODAY) / 1000, UTC).isoformat() == "2026-11-25T12:00:00+00:00"


def test_a_purged_salt_is_gone_from_every_byte_on_disk(registry: Registry, clock: list[int]) -> None:
    salts = {day: registry.salts.salt(day) for day in (TODAY, TODAY + timedelta(days=1))}
    assert all(salt in _bytes_on_disk(registry) for salt in salts.values())
    clock[0] = deadline_ms(TODAY)
    assert registry.salts.purge() == 1
    assert salts[TODAY] not in _bytes_on_disk(registry)
    assert salts[TODAY + timedelta(days=1)] in _bytes_on_disk(registry)


def test_a_salt_is_gone_with_the_first_save_after_its_time(registry: Registry, clock: list[int]) -> None:
    salt = registry.salts.salt(TODAY)
    clock[0] = deadline_ms(TODAY) - 1
    registry.save()
    assert salt in _bytes_on_disk(registry)
    clock[0] += 1
    registry.save()
    assert salt not in _bytes_on_disk(registry)


def test_many_purged_salts_leave_no_byte_even_after_pages_moved(registry: Registry, clock: list[int]) -> None:
    salts = [registry.salts.salt(TODAY + timedelta(days=number)) for number in range(400)]
    for number in range(0, 400, 7):
        clock[0] = deadline_ms(TODAY + timedelta(days=number))
        registry.salts.purge()
        gone = [salt for salt in salts[: number + 1] if salt in _bytes_on_disk(registry)]
        assert gone == []


def test_an_expired_salt_is_not_used_even_when_nobody_purged(registry: Registry, clock: list[int]) -> None:
    salt = registry.salts.salt(TODAY)
    clock[0] = deadline_ms(TODAY) - 1
    assert registry.salts.salt(TODAY) == salt
    clock[0] += 1
    assert registry.salts.salt(TODAY) != salt


def test_a_reader_delays_the_cleaning_only_until_the_next_purge(
    registry: Registry, open_another: Open, clock: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    salt = registry.salts.salt(TODAY)
    clock[0] = deadline_ms(TODAY)
    monkeypatch.setattr("engine.registry.database.CHECKPOINT_SECONDS", 0.05)
    purging = open_another()
    with registry.database.read() as reading:
        reading.exec_driver_sql("select * from salts").all()
        assert purging.salts.purge() == 1
    assert purging.salts.purge() == 0
    assert salt not in _bytes_on_disk(registry)


def test_the_salt_of_a_long_past_day_is_never_on_disk(registry: Registry, open_another: Open) -> None:
    past = date(2015, 5, 17)
    salt = registry.salts.salt(past)
    assert registry.salts.salt(past) == salt
    assert salt not in _bytes_on_disk(registry)
    assert open_another().salts.salt(past) != salt


def test_the_salt_of_a_long_past_day_is_forgotten_after_48_hours(registry: Registry, clock: list[int]) -> None:
    past = date(2015, 5, 17)
    salt = registry.salts.salt(past)
    clock[0] += 48 * 3_600_000
    registry.salts.purge()
    assert registry.salts._known == {}
    assert registry.salts.salt(past) != salt


def test_processes_that_race_for_a_salt_get_the_same_one(tmp_path: Path) -> None:
    program = (
        "import os, sys, datetime, pathlib\n"
        "from engine.registry.registry import open_registry\n"
        "registry = open_registry(pathlib.Path(sys.argv[1]), lambda: 1795348800000, os.urandom)\n"
        "sys.stdin.readline()\n"
        "print(b''.join(registry.salts.salt(datetime.date(2026, 11, d)) for d in range(22, 30)).hex())\n"
        "registry.close()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "hitlake.db")]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    answers = {process.communicate("go\n", timeout=60)[0] for process in processes}
    assert len(answers) == 1
    assert len(answers.pop().strip()) == 8 * 32
