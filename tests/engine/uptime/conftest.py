from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from os import urandom
from pathlib import Path

import pytest

from engine.registry.registry import Registry, open_registry
from schemas.sites import Site
from schemas.uptime import Change, Channel, Check

NOON_MS = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp() * 1000)


@dataclass
class Watching:
    """A registry with one site; `now_ms` is its clock."""

    registry: Registry
    site: Site
    now_ms: list[int]

    def check(self, *, up: bool, after_ms: int = 0, error: str = "530 Gone") -> Change | None:
        """Moves the clock, and keeps a check."""
        self.now_ms[0] += after_ms
        answer = {"status": 200, "milliseconds": 20} if up else {"status": 530, "milliseconds": 40, "error": error}
        return self.registry.monitors.note_check(self.site, Check(checked_ms=self.now_ms[0], up=up, **answer))


Reopen = Callable[[], Watching]


@pytest.fixture
def reopen(tmp_path: Path) -> Iterator[Reopen]:
    """Closes everything and opens it again, as after a restart."""
    now_ms = [NOON_MS]
    opened: list[Registry] = []

    def again() -> Watching:
        if opened:
            opened[-1].close()
        registry = open_registry(tmp_path / "hitlake.db", lambda: now_ms[0], urandom, tuple(Channel))
        opened.append(registry)
        if not registry.sites.all():
            account = registry.accounts.add("ada@example.com")
            registry.sites.add(account.id, "example.com", "Example")
        return Watching(registry, registry.sites.all()[0], now_ms)

    yield again
    opened[-1].close()


@pytest.fixture
def watching(reopen: Reopen) -> Watching:
    return reopen()
