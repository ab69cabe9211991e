import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.registry.registry import Registry
from tests.engine.registry.conftest import Open

ROOT = Path(__file__).parents[3]


def test_numbers_follow_each_other_and_each_name_counts_by_itself(registry: Registry) -> None:
    assert registry.numbers.reserve("hit", 100) == 1
    assert registry.numbers.reserve("hit", 1) == 101
    assert registry.numbers.reserve("segment", 1) == 1
    assert registry.numbers.reserve("hit", 5) == 102


def test_numbers_go_on_after_a_restart(registry: Registry, open_another: Open) -> None:
    registry.numbers.reserve("hit", 100)
    registry.close()
    assert open_another().numbers.reserve("hit", 1) == 101


def test_numbers_can_be_raised_and_never_lowered(registry: Registry) -> None:
    registry.numbers.raise_to("hit", 500)
    assert registry.numbers.reserve("hit", 10) == 500
    registry.numbers.raise_to("hit", 7)
    assert registry.numbers.reserve("hit", 1) == 510


def test_threads_never_get_the_same_number(registry: Registry) -> None:
    with ThreadPoolExecutor(8) as threads:
        firsts = list(threads.map(lambda _: registry.numbers.reserve("hit", 3), range(80)))
    assert sorted(firsts) == list(range(1, 241, 3))


def test_processes_never_get_the_same_number_also_when_killed(tmp_path: Path) -> None:
    program = (
        "import os, sys, pathlib\n"
        "from engine.registry.registry import open_registry\n"
        "registry = open_registry(pathlib.Path(sys.argv[1]), lambda: 0, os.urandom)\n"
        "for _ in range(30): print(registry.numbers.reserve('hit', 2), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "hitlake.db")]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    given = [int(line) for process in processes for line in process.communicate(timeout=60)[0].split()]
    assert sorted(given) == list(range(1, 241, 2))


def test_a_count_below_one_is_a_mistake_of_the_caller(registry: Registry) -> None:
    with pytest.raises(ValueError, match="count 0"):
        registry.numbers.reserve("hit", 0)
