"""Who computes answers gives way to who takes hits."""

import os
import sys
from pathlib import Path

import pytest

from engine.duck import DuckLimits, open_duck
from engine.priority import NICENESS

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")


def tasks() -> set[int]:
    return {int(task.name) for task in Path("/proc/self/task").iterdir()}


@LINUX
def test_the_threads_of_duckdb_give_way_and_their_owner_does_not(tmp_path: Path) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    before = tasks()
    with open_duck(tmp_path, tmp_path, DuckLimits(threads=3)) as duck:
        assert duck.execute("select sum(number) from range(1000000) numbers(number)").fetchone() == (499999500000,)
        workers = tasks() - before
        assert len(workers) >= 2
        assert {os.getpriority(os.PRIO_PROCESS, worker) for worker in workers} == {max(own, NICENESS)}
    assert os.getpriority(os.PRIO_PROCESS, 0) == own


@LINUX
def test_who_may_not_give_way_works_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", denied)
    with open_duck(tmp_path, tmp_path, DuckLimits(threads=3)) as duck:
        assert duck.execute("select sum(number) from range(10) numbers(number)").fetchone() == (45,)
