"""Segments of `recent/` that are written a table at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from engine.storage.files import Files
from engine.storage.seals import seal
from engine.storage.segments import RECENT_GROUP_ROWS, recent_writer
from schemas.hits import HIT_SCHEMA


class SegmentFile:
    """Rows are to come sorted by site and hit_id."""

    def __init__(self, path: Path, files: Files) -> None:
        self.path = path
        self.rows = 0
        self._files = files
        self._writer = recent_writer(path)
        self._waiting: list[pa.Table] = []

    def add(self, hits: pa.Table) -> None:
        self._waiting.append(hits)
        self.rows += hits.num_rows
        if sum(table.num_rows for table in self._waiting) >= RECENT_GROUP_ROWS:
            self._write(RECENT_GROUP_ROWS)

    def finish(self) -> bool:
        """The file is complete and durable; without rows there is none, and the answer is False."""
        self._write(1)
        self._writer.close()
        if self.rows:
            seal(self.path)
            self._files.sync_file(self.path)
            self._files.sync_folder(self.path.parent)
        else:
            self._files.remove(self.path)
        return self.rows > 0

    def _write(self, at_least: int) -> None:
        waiting = pa.concat_tables(self._waiting) if self._waiting else None
        while waiting is not None and waiting.num_rows >= at_least:
            self._writer.write_table(waiting.slice(0, RECENT_GROUP_ROWS).combine_chunks())
            waiting = waiting.slice(RECENT_GROUP_ROWS)
        self._waiting = [] if waiting is None else [waiting]


@dataclass(slots=True)
class Written:
    """`segments` hold the hits; of those in `over` all days are over."""

    segments: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    hits: int = 0
    days: set[date] = field(default_factory=set)


def write_segments(
    hits: Iterable[pa.Table], *, first_hit_id: int, open_from: date, paths: Sequence[Path], files: Files
) -> Written:
    """Gives the hits their ids, in order. Those of days that are over go to the first path, others to the second.

    Apart because a segment stays in `recent/` until the last of its days is over.
    """
    parts = [SegmentFile(path, files) for path in paths]
    written = Written()
    for table in hits:
        ids = pa.arange(first_hit_id, first_hit_id + table.num_rows)
        numbered = table.set_column(0, HIT_SCHEMA.field("hit_id"), ids)
        first_hit_id += table.num_rows
        is_over = pc.less(numbered["day"], pa.scalar(open_from, pa.date32()))
        for part, rows in zip(parts, (is_over, pc.invert(is_over)), strict=True):
            part.add(numbered.filter(rows))
        written.days.update(pc.unique(numbered["day"]).to_pylist())
    written.hits = sum(part.rows for part in parts)
    written.over = tuple(part.path.stem for part in parts[:1] if part.finish())
    written.segments = written.over + tuple(part.path.stem for part in parts[1:] if part.finish())
    return written
