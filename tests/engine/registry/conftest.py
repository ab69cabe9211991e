from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from os import urandom
from pathlib import Path

import pytest

from engine.registry.registry import Registry, open_registry

Open = Callable[[], Registry]


@pytest.fixture
def clock() -> list[int]:
    """One element: epoch milliseconds; noon of 22 November 2026 until a test sets it."""
    return [int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp() * 1000)]


@pytest.fixture
def open_another(tmp_path: Path, clock: list[int]) -> Iterator[Open]:
    """Opens the same database as another process would: with connections and memory of its own."""
    opened: list[Registry] = []

    def another() -> Registry:
        opened.append(open_registry(tmp_path / "hitlake.db", lambda: clock[0], urandom))
        return opened[-1]

    yield another
    for registry in opened:
        registry.close()


@pytest.fixture
def registry(open_another: Open) -> Registry:
    return open_another()
