"""The thread that reads again what others changed."""

import os
import threading
from pathlib import Path

from engine.registry.mirror import CHECK_MS
from engine.registry.registry import open_registry
from server.upkeep import Refreshing


def test_pictures_are_fresh_before_anybody_asks(tmp_path: Path) -> None:
    now_ms = [1_000_000]
    looked = threading.Event()

    def clock() -> int:
        if threading.current_thread().name == "hitlake-refreshing":
            looked.set()
        return now_ms[0]

    registry = open_registry(tmp_path / "hitlake.db", clock, os.urandom)
    other = open_registry(tmp_path / "hitlake.db", clock, os.urandom)
    site = other.sites.add(other.accounts.add("you@example.com").id, "example.com")
    now_ms[0] += CHECK_MS // 2
    registry.refresh()
    assert registry.sites._mirror._picture.by_uid[site.uid] == site

    with Refreshing(registry, seconds=0.01):
        assert looked.wait(20)
    other.close()
    registry.close()
