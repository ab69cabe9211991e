"""Hits for the made-up site, up to this moment."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from engine.storage.lake import Lake
from schemas.sites import Site
from server.demo.clock import clock_of, today_in
from server.demo.delivery import deliver
from server.demo.memory import DAYS, Memory, remember
from server.demo.plan import MadeUpSite, cells_of_rate, days_ending
from server.demo.traffic import Traffic

SEED = 1
HITS_A_DAY = 1_600
"""On a usual day at the beginning."""
DAYS_AT_ONCE = 30
"""Days made up and stored together: what a stopped start loses."""


def fill(lake: Lake, site: Site, data: Path, memory: Memory, now_ms: int, *, hits_a_day: int = HITS_A_DAY) -> Memory:
    """Makes up the hits from where the demo ended, 90 days ago at most, until now. Days that are over get closed."""
    zone, today = ZoneInfo(site.time_zone), today_in(site.time_zone, now_ms)
    ends_ms = {day: min(now_ms, clock_of(day, zone).end_ms) for day in days_ending(today, DAYS)}
    missing = [day for day, end_ms in ends_ms.items() if end_ms > memory.filled_until_ms]
    if not missing:
        return memory
    made_up = MadeUpSite(site_id=site.id, domain=site.domain, time_zone=site.time_zone)
    with Traffic(SEED) as traffic:
        for days in _runs(missing):
            from_ms, until_ms = memory.filled_until_ms, ends_ms[days[-1]]
            cells = cells_of_rate(made_up, SEED, days, hits_a_day=hits_a_day, origin=memory.origin)
            deliver(lake, traffic.hits(cells, from_ms=from_ms, until_ms=until_ms), lambda: today)
            memory = msgspec.structs.replace(memory, filled_until_ms=until_ms)
            remember(data, memory)
    lake.housekeeping.settle()
    pa.default_memory_pool().release_unused()  # 90 MB that a server at rest would go on holding
    return memory


def _runs(days: list[date]) -> Iterator[list[date]]:
    for first in range(0, len(days), DAYS_AT_ONCE):
        yield days[first : first + DAYS_AT_ONCE]
