"""Counts of another system for tests."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from engine.statements import Statements
from engine.storage.files import Files
from engine.storage.imported import ImportedRollups
from engine.storage.layout import Layout
from schemas.rollups import IMPORTED_SCHEMA


def count_elsewhere(root: Path, days: Iterable[date], *, pageviews: int = 10, site_id: int = 1) -> None:
    """So many pageviews by half as many visitors on each of the days, all of /elsewhere."""
    rows = [
        {"day": day, "dimension": dimension, "value": value, "origin": "plausible", "pageviews": pageviews, "events": 0}
        | {"visitors": pageviews // 2, "visits": pageviews // 2, "bounces": 1, "duration_ms": 1000}
        for day in days
        for dimension, value in (("total", ""), ("path", "/elsewhere"))
    ]
    ImportedRollups(Layout(root), Files(), Statements()).merge(site_id, pa.Table.from_pylist(rows, IMPORTED_SCHEMA))
