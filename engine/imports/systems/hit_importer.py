"""The hits of another system's export, stored like those of a log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from engine.imports.prefixes import digest_of
from engine.imports.reading import AHEAD_MS
from engine.imports.requests import Problem
from engine.imports.staging import Staging
from engine.imports.storing import Imported, Origin, Storing
from engine.imports.summary import Summary
from engine.imports.systems.accounting import take_account
from engine.imports.systems.exports import Export
from engine.imports.systems.hits import TOLD, HitSystem
from engine.ingest.facts import Facts
from engine.ingest.frames import stamp_rows
from engine.ingest.stamp import ARRIVAL_NAMES
from engine.registry.imports import Imports
from schemas.hits import HIT_SCHEMA
from schemas.sites import Site

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class HitImporter:
    """Only inside `delivery.alone`."""

    storing: Storing
    ledger: Imports
    facts: Facts
    now_ms: Callable[[], int]

    def run(self, export: Export, system: HitSystem, site: Site, *, again: bool) -> Imported:
        """BadInputError: the export is damaged; nothing of it was imported."""
        digest = digest_of(export.path)
        summary = Summary(log=str(export.path), format=system.name, dropped={}, unparsed={})
        known = self.ledger.of_content(site.id, digest)
        if known is not None and not again:
            summary.known_lines = known.lines
            return Imported(summary=summary)
        with Staging(self.storing.delivery.staging) as staging:
            for rows in export.blocks(system.needs):
                self._stage(system.arrivals(rows, site), site, staging, summary)
            origin = Origin(content=digest, size_bytes=export.path.stat().st_size, lines=summary.lines)
            return self.storing.store(_staged(staging), staging.rows, site, origin, summary)

    def _stage(self, arrivals: "pl.DataFrame", site: Site, staging: Staging, summary: Summary) -> None:
        import polars as pl

        arrivals = arrivals.with_columns(problem=_problem(self.now_ms() + AHEAD_MS))
        good = take_account(arrivals, summary).with_columns(trusted=True)
        if "dropped" in good.columns:
            for reason, count in good["dropped"].drop_nulls().value_counts().iter_rows():
                summary.drop(reason, count)
            good = good.filter(pl.col("dropped").is_null())
        stamped = stamp_rows(good.select("created_at_ms", *(set(ARRIVAL_NAMES) & set(good.columns))), site, self.facts)
        for reason, count in stamped.drops.items():
            summary.drop(reason.value, count)
        told = good.select(set(TOLD) & set(good.columns)).to_arrow().take(stamped.rows)
        staging.add(_with_told(stamped.table, told), pl.Series("client", [None] * stamped.table.num_rows, pl.Int64))


def _problem(latest_ms: int) -> "pl.Expr":
    import polars as pl

    instant = pl.col("created_at_ms")
    return (
        pl.when(~pl.col("whole"))
        .then(pl.lit(Problem.FIELDS.value))
        .when(instant.is_null())
        .then(pl.lit(Problem.TIME.value))
        .when(instant > latest_ms)
        .then(pl.lit(Problem.FUTURE.value))
        .when(pl.col("url").is_null())
        .then(pl.lit(Problem.REQUEST.value))
    )


def _with_told(hits: pa.Table, told: pa.Table) -> pa.Table:
    for name in told.column_names:
        column = pc.coalesce(told[name].cast(pa.string()), hits[name].cast(pa.string()))
        hits = hits.set_column(HIT_SCHEMA.get_field_index(name), HIT_SCHEMA.field(name), column)
    return hits


def _staged(staging: Staging) -> Iterator[pa.Table]:
    import polars as pl

    return staging.without(pl.Series("client", [], pl.Int64))
