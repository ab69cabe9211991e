"""One log after another: read, staged, delivered."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from engine.imports.formats import choose_format
from engine.imports.lines import BLOCK_BYTES, line_column, read_blocks
from engine.imports.opening import Source, open_source
from engine.imports.prefixes import NOTHING, Prefix, Watched, known_beginning
from engine.imports.reading import Reading
from engine.imports.requests import LogFormat
from engine.imports.staging import Staging
from engine.imports.storing import Imported, Origin, Storing
from engine.ingest.facts import Facts
from engine.registry.imports import Imports
from schemas.drops import DropReason
from schemas.sites import Site

Progress = Callable[[Source, int], None]
"""Told the source and the new lines so far, after every block."""

FIRST_LINES = 100
"""Lines that tell a format."""

Known = Mapping[Prefix, int]
"""What was imported before, with its lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """`path` is a file's, or `-`. `again`: also what was imported before."""

    path: str
    format_name: str = "auto"
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """Only inside `delivery.alone`."""

    storing: Storing
    ledger: Imports
    facts: Facts
    now_ms: Callable[[], int]
    block_bytes: int = BLOCK_BYTES

    def run(self, log: Log, site: Site, standard_input: IO[bytes], progress: Progress) -> Imported:
        """BadInputError: the log cannot be read, or is in no known format; nothing of it was imported."""
        known = (
            {}
            if log.again
            else {Prefix(file.size_bytes, file.content): file.lines for file in self.ledger.done(site.id)}
        )
        start = _start(log.path, known)
        with (
            closing(open_source(log.path, standard_input)) as source,
            Staging(self.storing.delivery.staging) as staging,
            ThreadPoolExecutor(1, "hitlake-stamp") as worker,
        ):
            watched = Watched(source, () if start.length else known)
            chosen = partial(_chosen_format, log, watched)
            reading = Reading(source.name, chosen, site, self.facts, staging, worker, self.now_ms())
            reading.forget(known.get(start, 0))
            self._read(source, watched, reading, start, known, progress)
            end = watched.whole_lines if reading.cut_off else watched.everything
            if end.length <= max(start.length, watched.matched.length):
                return Imported(summary=reading.summary)
            reading.require_format()
            return self.store(reading, staging, site, end)

    def _read(
        self, source: Source, watched: Watched, reading: Reading, start: Prefix, known: Known, progress: Progress
    ) -> None:
        matched = watched.matched
        for block in read_blocks(watched, skip_bytes=start.length, block_bytes=self.block_bytes):
            if watched.matched != matched:
                matched = watched.matched
                reading.forget(known[matched])
            reading.take(block)
            progress(source, reading.summary.lines)
        reading.settle()
        if watched.matched != matched:
            reading.forget(known[watched.matched])

    def store(
        self, reading: Reading, staging: Staging, site: Site, end: Prefix, replaces: int | None = None
    ) -> Imported:
        """What was read counts, but robots. `replaces` is the ledger's row of the log when it was shorter."""
        summary, stamped = reading.summary, reading.summary.hits
        hits = staging.without(reading.behaviour.robots())
        origin = Origin(content=end.digest, size_bytes=end.length, lines=reading.settled_lines)
        imported = self.storing.store(hits, staging.rows, site, origin, summary, replaces)
        summary.drop(DropReason.ROBOT.value, stamped - summary.hits)
        return imported


def _chosen_format(log: Log, watched: Watched) -> LogFormat:
    """By the beginning of the log, also where that is known: what it has grown by may be half a line."""
    return choose_format(log.format_name, line_column(watched.head).head(FIRST_LINES))


def _start(path: str, known: Known) -> Prefix:
    """What of a file is known. Other inputs can be read only once, so there it turns out while reading."""
    if not (known and Path(path).is_file()):
        return NOTHING
    with closing(open_source(path)) as source:
        return known_beginning(source, known)
