"""A DATA folder with made-up hits; `python -m benchmarks.filled FOLDER HITS DAYS` makes one."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks.arrivals import DOMAIN, made_up_hits
from benchmarks.processes import output_of
from engine.registry.registry import Registry, open_registry
from engine.storage.lake import Lake, open_lake
from engine.storage.layout import Layout
from schemas.sites import AccessType, Site
from server.demo.delivery import deliver

SETTLE_HITS = 400_000
"""Hits delivered between two times that days are closed: bounds what is hot."""


class Filled(msgspec.Struct, frozen=True):
    """What is needed to ask a server over the folder."""

    site_id: int
    uid: str
    hex_id: str
    key: str


def make(folder: Path, hits: int, days: int, domain: str = DOMAIN) -> Filled:
    """`hits` over the `days` that end today, in UTC; in another process, so that this one stays small."""
    printed = output_of([sys.executable, "-m", "benchmarks.filled", str(folder), str(hits), str(days), domain])
    return msgspec.json.decode(printed.splitlines()[-1], type=Filled)


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Registry, Lake]]:
    folder.mkdir(parents=True, exist_ok=True)
    registry = open_registry(Layout(folder).database, now_ms, os.urandom)
    with open_lake(
        folder, numbers=registry.numbers, ledger=registry.receipts, zone_of=lambda _: "UTC", now_ms=now_ms
    ) as lake:
        yield registry, lake
    registry.close()


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def add_site(registry: Registry, domain: str = DOMAIN) -> tuple[Site, str]:
    """The site and a key to read it."""
    account = registry.accounts.add("bench@birchlane.example")
    site = registry.sites.add(account.id, domain, time_zone="UTC")
    return site, read_key(registry, account.id)


def read_key(registry: Registry, account_id: int) -> str:
    return registry.keys.create(account_id, "bench", AccessType.READ_ONLY)[1]


def _fill(folder: Path, hits: int, days: int, domain: str = DOMAIN) -> Filled:
    today = datetime.now(UTC).date()
    with opened(folder) as (registry, lake):
        site, key = add_site(registry, domain)
        unsettled = 0
        for batch in made_up_hits(site.id, hits, last_day=today, days=days) if hits else ():
            unsettled += deliver(lake, [batch], lambda: today)
            if unsettled >= SETTLE_HITS:
                lake.housekeeping.settle()
                unsettled = 0
        lake.housekeeping.settle()
        return Filled(site.id, site.uid, site.hex_id, key)


if __name__ == "__main__":
    print(msgspec.json.encode(_fill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])).decode())
