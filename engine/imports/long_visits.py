"""Exported visits of very many hits are divided into several rows: DuckDB takes too long over one that is as long."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

LONGEST_ROW = 1 << 22
"""Bytes, some 10,000 hits. One visit of 500,000 takes 18 s so, and two minutes as one row."""

HITS_A_ROW = 200
"""So many of the largest hits still fit into a row."""

_KEPT = ("visit_id", "visitor", "started_at", "hits")
"""The columns of a visit that its hits are made from; the file that is read instead has the others empty."""


def has_long_rows(path: Path) -> bool:
    with path.open("rb") as file:
        return any(len(line) > LONGEST_ROW // 2 for line in file)


def divide_csv(source: Path, target: Path) -> None:
    """Raises csv.Error and ValueError for what is no CSV of visits."""
    with (
        source.open(encoding="utf-8", newline="") as read,
        target.open("w", encoding="utf-8", newline="") as written,
        _fields_of_any_length(),
    ):
        rows = csv.DictReader(read)
        writer = csv.DictWriter(written, rows.fieldnames or (), extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            kept = {name: row.get(name) for name in _KEPT}
            for hits in _divided(kept["hits"]):
                writer.writerow(kept | {"hits": hits})


def divide_ndjson(source: Path, target: Path) -> None:
    """Raises ValueError for what is no JSON."""
    with source.open("rb") as read, target.open("wb") as written:
        for line in read:
            row = orjson.loads(line)
            if not isinstance(row, dict):
                raise ValueError("a line is no object")
            kept = {name: row.get(name) for name in _KEPT}
            for hits in _parts(kept["hits"]):
                written.write(orjson.dumps(kept | {"hits": hits}, option=orjson.OPT_APPEND_NEWLINE))


def _divided(text: str | None) -> Iterator[str | None]:
    if text is None or len(text) < LONGEST_ROW // 4:
        yield text
        return
    for part in _parts(orjson.loads(text)):
        yield orjson.dumps(part).decode()


def _parts(hits: Any) -> Iterator[Any]:
    """What is no long list comes back as it is."""
    if not isinstance(hits, list) or len(hits) <= HITS_A_ROW:
        yield hits
        return
    for begin in range(0, len(hits), HITS_A_ROW):
        yield hits[begin : begin + HITS_A_ROW]


@contextmanager
def _fields_of_any_length() -> Iterator[None]:
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)
