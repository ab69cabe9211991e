"""An engine on a DATA folder, with a clock that the test moves."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from engine.registry.registry import Registry, open_registry
from engine.storage.lake import Lake, open_lake
from server.demo.filling import fill
from server.demo.household import Household, set_up
from server.demo.memory import Memory, recall

HITS_A_DAY = 60


@dataclass(frozen=True)
class Started:
    household: Household
    memory: Memory
    registry: Registry
    lake: Lake


Start = Callable[[datetime], AbstractContextManager[Started]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "demo-data"


@pytest.fixture
def start(data: Path) -> Start:
    """Starts a demo at a moment, and stops it at the end."""

    @contextmanager
    def started(now: datetime) -> Iterator[Started]:
        def now_ms() -> int:
            return int(now.timestamp() * 1000)

        def zone_of(site_id: int) -> str | None:
            site = registry.sites.by_id(site_id)
            return site.time_zone if site else None

        data.mkdir(exist_ok=True)
        memory = recall(data, now_ms())
        registry = open_registry(data / "hitlake.db", now_ms, os.urandom)
        with open_lake(
            data, numbers=registry.numbers, ledger=registry.receipts, zone_of=zone_of, now_ms=now_ms
        ) as lake:
            household, memory = set_up(registry, data, memory)
            memory = fill(lake, household.site, data, memory, now_ms(), hits_a_day=HITS_A_DAY)
            yield Started(household, memory, registry, lake)
        registry.close()

    return started
