"""Hits of a site in all layers at once: filed, flushed and in memory; and the same hits as plain values."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.reports.sources import Sources
from engine.statements import Statements
from engine.storage.batches import Row
from schemas.hits import HIT_NAMES
from schemas.sites import Site
from tests.engine.reports.plain import Hit
from tests.engine.storage.lakeside import EPOCH, Lakeside, hit

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

PATHS = ("/", "/blog/a", "/Blog/b", "/100%_off")
COUNTRIES = (None, "US", "NP")
REFERRERS = (None, "https://search.example/q", "https://News.example/100%_x", "https://news.example/100_x")


def site_in(time_zone: str) -> Site:
    return Site(
        id=1, account_id=1, uid="abc", hex_id="0" * 24, domain="example.com", label="", time_zone=time_zone,
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip


@dataclass(frozen=True)
class Layers:
    site: Site
    side: Lakeside
    sources: Sources
    hits: list[Hit]
    """All that was stored, as a plain reading takes them."""


@contextmanager
def layers(site: Site, first: Sequence[Row], hot: Sequence[Row]) -> Iterator[Layers]:
    """`first` is settled: days that are over are filed, the others flushed. `hot`, of open days, stays in memory."""
    with tempfile.TemporaryDirectory() as folder:
        side = Lakeside(Path(folder) / "data", NOW)
        side.zones[site.id] = site.time_zone
        hits: list[Hit] = []
        for rows in (first, hot):
            if rows:
                hits += [_plain(row, hit_id) for hit_id, row in enumerate(rows, side.store(*rows))]
            if rows is first:
                side.settle()
        sources, queries = open_sources(side.lake, Statements(), DuckLimits())
        try:
            yield Layers(site, side, sources, hits)
        finally:
            queries.close()
            side.close()


def _plain(row: Row, hit_id: int) -> Hit:
    values = dict(zip(HIT_NAMES, row, strict=True))
    return values | {
        "hit_id": hit_id,
        "day": EPOCH + timedelta(days=values["day"]),
        "created_at_ms": values["created_at"],
    }


@st.composite
def rows(draw: st.DrawFn, time_zone: str, days_ago: Sequence[int], minutes: int = 60 * 24) -> tuple[Any, ...]:
    midnight = NOW.astimezone(ZoneInfo(time_zone)).replace(hour=0) - timedelta(days=draw(st.sampled_from(days_ago)))
    return hit(
        midnight
        + timedelta(minutes=draw(st.integers(0, minutes - 1)), milliseconds=draw(st.sampled_from([0, 1, 999]))),
        visitor=draw(st.integers(1, 3)),
        path=draw(st.sampled_from(PATHS)),
        event=draw(st.sampled_from([None, None, None, "buy.now"])),
        country=draw(st.sampled_from(COUNTRIES)),
        referrer=draw(st.sampled_from(REFERRERS)),
        browser=draw(st.sampled_from([None, "Chrome", "Firefox"])),
        platform=draw(st.sampled_from([None, "macOS"])),
        source=draw(st.sampled_from([None, "newsletter"])),
        device=draw(st.sampled_from([None, "desktop", "mobile", "tablet"])),
        url=draw(st.sampled_from([None, "https://example.com/?a=1"])),
    )
