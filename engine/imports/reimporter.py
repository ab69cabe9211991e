"""Exported hits, delivered like those of a log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from engine.imports.delivery import Delivery
from engine.imports.exported import FORMAT_NAME, ExportedHits
from engine.imports.importer import Imported
from engine.imports.requests import Problem
from engine.imports.segment_file import write_segments
from engine.imports.summary import Summary, Unparsed
from engine.registry.imports import ImportedFile, Imports
from engine.statements import Statements
from engine.storage.files import Files
from engine.storage.hit_ids import Numbers
from engine.storage.layout import segment_name
from schemas.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Reimporter:
    """Only inside `delivery.alone`. `open_from` says a site's first day that is not over yet."""

    delivery: Delivery
    files: Files
    ledger: Imports
    numbers: Numbers
    statements: Statements
    open_from: Callable[[int], date]

    def run(self, exported: ExportedHits, site: Site, *, again: bool) -> Imported:
        """BadInputError: the file cannot be read; nothing of it was imported."""
        digest, rows = exported.digest(), exported.count()
        summary = Summary(log=str(exported.path), format=FORMAT_NAME, dropped={}, unparsed={})
        if not again and digest in {file.content for file in self.ledger.done(site.id)}:
            summary.known_lines = rows
            return Imported(summary=summary)
        first_segment = self.numbers.reserve("segment", 2)
        written = write_segments(
            exported.tables(site, self.statements),
            first_hit_id=self.numbers.reserve("hit", max(rows, 1)),
            open_from=self.open_from(site.id),
            paths=[self.delivery.path(segment_name(first_segment + place)) for place in range(2)],
            files=self.files,
        )
        self.delivery.deliver(
            ImportedFile(
                site_id=site.id,
                name=summary.log,
                content=digest,
                size_bytes=exported.path.stat().st_size,
                lines=rows,
                hits=written.hits,
                segments=written.segments,
            )
        )
        summary.lines, summary.hits, summary.days = rows, written.hits, len(written.days)
        summary.first_day, summary.last_day = min(written.days, default=None), max(written.days, default=None)
        if rows > written.hits:
            kind = Unparsed(lines=rows - written.hits, first_line=0, example="rows without instant, visitor or path")
            summary.unparsed[Problem.FIELDS.value] = kind
        return Imported(summary=summary, over=written.over)
