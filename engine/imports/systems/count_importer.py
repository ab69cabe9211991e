"""What another system counted, kept beside the rollups and marked with its origin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from engine.imports.delivery import Delivery
from engine.imports.exported import FORMAT_NAME, Exported, ExportedCounts
from engine.imports.prefixes import digest_of
from engine.imports.requests import Problem
from engine.imports.storing import Imported
from engine.imports.summary import Summary
from engine.imports.systems.accounting import take_account
from engine.imports.systems.counting import Counting, summed
from engine.imports.systems.counts import CountExport
from engine.imports.systems.exports import Export
from engine.imports.systems.tables import Table
from engine.registry.imports import ImportedFile, Imports
from engine.statements import Statements
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
    statements: Statements

    def run(self, counts: CountExport, site: Site, *, again: bool) -> Imported:
        """BadInputError: the export is damaged, or has no counts; nothing of it was imported.

        Cut off, some months may be there; done again, all of them are.
        """
        summary = Summary(log=str(counts.export.path), format=counts.system, dropped={}, unparsed={})

        def rows() -> pa.Table:
            import polars as pl

            frames = [rows for table, counting in counts.tables for rows in _counted(table, counting, summary)]
            if not frames:
                return IMPORTED_SCHEMA.empty_table()
            marked = summed(frames).with_columns(origin=pl.lit(counts.system))
            return marked.select(IMPORTED_SCHEMA.names).to_arrow().cast(IMPORTED_SCHEMA)

        return self._run(counts.export, summary, rows, site, again=again)

    def run_exported(self, exported: ExportedCounts, site: Site, *, again: bool) -> Imported:
        """The same of counts that were exported here or elsewhere."""
        summary = Summary(log=str(exported.path), format=FORMAT_NAME, dropped={}, unparsed={})

        def rows() -> pa.Table:
            with exported.opened() as opened:
                exported.take_account(opened, summary)
                summary.counts = summary.lines - sum(kind.lines for kind in summary.unparsed.values())
                return exported.table(opened, site, self.statements)

        return self._run(exported, summary, rows, site, again=again)

    def _run(
        self, export: Export | Exported, summary: Summary, read: Callable[[], pa.Table], site: Site, *, again: bool
    ) -> Imported:
        digest = digest_of(export.path)
        known = self.ledger.of_content(site.id, digest)
        if known is not None and not again:
            summary.known_lines = known.lines
            return Imported(summary=summary)
        rows = read()
        if not rows.num_rows:
            raise BadInputError(f"{summary.log}: has no counts of any day")
        days = pc.unique(rows["day"]).to_pylist()
        summary.days, summary.first_day, summary.last_day = len(days), min(days), max(days)
        for origin in sorted(pc.unique(rows["origin"]).to_pylist()):
            self.rollups.merge(site.id, rows.filter(pc.equal(rows["origin"], origin)))
        self.delivery.deliver(
            ImportedFile(
                site_id=site.id,
                name=summary.log,
                content=digest,
                size_bytes=export.path.stat().st_size,
                lines=summary.lines,
                hits=0,
                segments=(),
            ),
            known.id if known else None,
        )
        return Imported(summary=summary)


def _counted(table: Table, counting: Counting, summary: Summary) -> "Iterator[pl.DataFrame]":
    import polars as pl

    fields, time = (pl.lit(kind.value) for kind in (Problem.FIELDS, Problem.TIME))
    problem = pl.when(~pl.col("whole")).then(fields).when(counting.day.is_null()).then(time)
    for block in table.blocks():
        good = take_account(block.with_columns(problem=problem, written=pl.col(counting.written)), summary)
        summary.counts += good.height
        yield counting.rows(good)
