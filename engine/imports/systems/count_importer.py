"""What another system counted, kept beside the rollups and marked with its origin."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.imports.delivery import Delivery
from engine.imports.requests import Problem
from engine.imports.storing import Imported
from engine.imports.summary import Summary
from engine.imports.systems.accounting import take_account
from engine.imports.systems.counting import Counting, summed
from engine.imports.systems.counts import CountExport
from engine.registry.imports import ImportedFile, Imports
from engine.storage.imported import ImportedRollups
from schemas.errors import BadInputError
from schemas.rollups import IMPORTED_SCHEMA
from schemas.sites import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class CountImporter:
    """Only inside `delivery.alone`."""

    delivery: Delivery
    rollups: ImportedRollups
    ledger: Imports

    def run(self, counts: CountExport, site: Site, *, again: bool) -> Imported:
        """BadInputError: the export is damaged, or has no counts; nothing of it was imported.

        Cut off, some months may be there; done again, all of them are.
        """
        digest = counts.export.digest()
        summary = Summary(log=counts.export.path, format=counts.system, dropped={}, unparsed={})
        known = next((file for file in self.ledger.done(site.id) if file.content == digest), None)
        if known is not None and not again:
            summary.known_lines = known.lines
            return Imported(summary=summary)
        frames = [rows for table, counting in counts.tables for rows in _counted(table.blocks(), counting, summary)]
        if not summary.counts:
            raise BadInputError(f"{summary.log}: has no counts of any day")
        rows = summed(frames)
        days = rows["day"].unique().sort()
        summary.days, summary.first_day, summary.last_day = len(days), days[0], days[-1]
        import polars as pl

        marked = rows.with_columns(origin=pl.lit(counts.system)).select(IMPORTED_SCHEMA.names)
        self.rollups.merge(site.id, marked.to_arrow().cast(IMPORTED_SCHEMA))
        self.delivery.deliver(
            ImportedFile(
                site_id=site.id,
                name=summary.log,
                content=digest,
                size_bytes=counts.export.size_bytes(),
                lines=summary.lines,
                hits=0,
                segments=(),
            ),
            known.id if known else None,
        )
        return Imported(summary=summary)


def _counted(blocks: "Iterator[pl.DataFrame]", counting: Counting, summary: Summary) -> "Iterator[pl.DataFrame]":
    import polars as pl

    fields, time = (pl.lit(kind.value) for kind in (Problem.FIELDS, Problem.TIME))
    problem = pl.when(~pl.col("whole")).then(fields).when(counting.day.is_null()).then(time)
    for block in blocks:
        good = take_account(block.with_columns(problem=problem, written=pl.col(counting.written)), summary)
        summary.counts += good.height
        yield counting.rows(good)
