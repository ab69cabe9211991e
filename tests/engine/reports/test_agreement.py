"""Rollups and visits, closed and open, are what the plain reading of the definitions gives, row for row."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import statements
from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.statements import Statements
from engine.storage import filing
from schemas.dimensions import DIMENSIONS
from schemas.hits import HIT_NAMES
from schemas.questions import Days
from schemas.sites import Site
from tests.engine.reports import plain
from tests.engine.storage.lakeside import EPOCH, Lakeside, hit

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAYS = Days(date(2026, 10, 30), date(2026, 11, 23))
SITE = Site(
    id=1, account_id=1, uid="abc", hex_id="0" * 24, domain="example.com", label="", time_zone="UTC",
    created_at=NOW, updated_at=NOW,
)  # fmt: skip

_paths = st.sampled_from(["/", "/a", "/b"])
_maybe = st.sampled_from([None, "x", "y"])
_days_ago = st.sampled_from([0, 0, 1, 2, 22, 23])
_minutes = st.integers(0, 60 * 24 - 1)


@st.composite
def _rows(draw: st.DrawFn) -> tuple[Any, ...]:
    midnight = NOW.replace(hour=0) - timedelta(days=draw(_days_ago))
    return hit(
        midnight + timedelta(minutes=draw(_minutes), seconds=draw(st.sampled_from([0, 0, 1]))),
        visitor=draw(st.integers(1, 3)),
        path=draw(_paths),
        event=draw(st.sampled_from([None, None, None, "buy.now"])),
        country=draw(_maybe),
        referrer=draw(_maybe),
        browser=draw(_maybe),
    )


def _read(row: tuple[Any, ...], hit_id: int) -> plain.Hit:
    values = dict(zip(HIT_NAMES, row, strict=True))
    day = EPOCH + timedelta(days=values["day"])
    return values | {"hit_id": hit_id, "day": day, "created_at_ms": values["created_at"]}


@contextmanager
def _as_of(many: bool) -> Iterator[None]:
    """What is done with many hits is done with these few."""
    with (
        patch.object(filing, "CODED_ROWS", 1 if many else 1000),
        patch.object(statements, "FEW_HITS", 0 if many else 1000),
    ):
        yield


@settings(max_examples=15, deadline=None)
@given(first=st.lists(_rows(), min_size=1, max_size=30), late=st.lists(_rows(), max_size=5), many=st.booleans())
def test_rollups_over_all_layers_equal_a_plain_reading(first: list[Any], late: list[Any], many: bool) -> None:
    """Also where so many hits are filed that their texts are coded meanwhile."""
    with tempfile.TemporaryDirectory() as folder, _as_of(many):
        side = Lakeside(Path(folder) / "data", NOW)
        side.store(*first)
        side.settle()
        if late:
            side.store(*late, late=True)
            side.settle()
        side.store(*first[:3])
        sources, queries = open_sources(side.lake, Statements(), DuckLimits())

        names = [dimension.name for dimension in DIMENSIONS]
        rows = sources.ask_rollups("rollup_rows", SITE, DAYS, names)
        visits = sources.ask_hits("visit_rows", SITE, DAYS)

        queries.close()
        side.close()
    # The last three hits repeat earlier ones; those of closed days are not folded yet, so they are not shown.
    open_days = {row[HIT_NAMES.index("day")] for row in [*first, *late]} & {(NOW.date() - EPOCH).days}
    shown = [*first, *late, *(row for row in first[:3] if row[HIT_NAMES.index("day")] in open_days)]
    hits = [_read(row, number) for number, row in enumerate(shown)]
    assert {(day, name, value): tuple(metrics) for day, name, value, *metrics in rows} == plain.rollup(hits)
    assert sorted(visits) == sorted(
        (visit[0]["day"], visit[0]["visitor"], plain.duration_ms(visit), len(visit)) for visit in plain.visits(hits)
    )
