"""Many arrivals of one site through the same STEPS, each step once for every distinct combination of what it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from engine.ingest.coded import Coded, combinations, distinct, encode
from engine.ingest.facts import Facts
from engine.ingest.stages import Stage, stages
from engine.ingest.stamp import ARRIVAL_NAMES
from engine.ingest.steps import STEPS
from engine.ingest.visitors import Salts
from schemas.drops import DropReason
from schemas.hits import HIT_SCHEMA
from schemas.sites import Site

if TYPE_CHECKING:
    import polars as pl

Drops = dict[DropReason, int]


class Stamped(NamedTuple):
    """`rows` are the places in the frame of the table's rows, `dropped` those of the others, by reason."""

    table: pa.Table
    rows: pa.Array
    dropped: Mapping[DropReason, pa.Array]

    @property
    def drops(self) -> Drops:
        return {reason: len(rows) for reason, rows in self.dropped.items()}


def stamp_frame(frame: "pl.DataFrame", site: Site | None, facts: Facts) -> tuple[pa.Table, Drops]:
    """The rows to store in HIT_SCHEMA, `hit_id` 0, in the frame's order; and how many were dropped, by reason.

    `frame` has the columns of an Arrival, of which only `created_at_ms` (Int64) must be there; `trusted` is Boolean,
    `props` the text of a JSON object (another text counts as none), all others are String. The answer is the one that
    `stamp` gives for each row, at a fraction of the cost where values repeat.
    """
    stamped = stamp_rows(frame, site, facts)
    return stamped.table, stamped.drops


def stamp_rows(frame: "pl.DataFrame", site: Site | None, facts: Facts) -> Stamped:
    """The same for callers that need to know which rows were kept."""
    columns = {name: encode(frame[name].to_arrow()) for name in ARRIVAL_NAMES if name in frame.columns}
    if "props" in columns:
        columns["props"] = Coded(columns["props"].codes, [_props(text) for text in columns["props"].values])
    return stamp_columns(columns, frame["created_at_ms"].to_arrow(), site, facts)


def stamp_columns(columns: dict[str, Coded], instants: pa.Array, site: Site | None, facts: Facts) -> Stamped:
    """The same for columns that are coded already; `instants` are epoch milliseconds."""
    minutes = pc.floor_temporal(instants.cast(pa.timestamp("ms")), unit="minute")
    facts = replace(facts, salts=_SaltsAtOnce(facts.salts))
    columns = _ABSENT | columns | {"minute": encode(pc.divide(minutes.cast(pa.int64()), 60_000))}
    rows = pa.arange(0, len(instants))
    dropped: dict[DropReason, list[pa.Array]] = {}
    for stage in _STAGES:
        if not len(instants):
            return Stamped(HIT_SCHEMA.empty_table(), rows, _joined(dropped))
        codes, reasons = _work(stage, columns, site, facts)
        if any(reasons):
            keep = _kept(reasons, codes, rows, dropped)
            columns = {name: column.filter(keep) for name, column in columns.items()}
            instants, rows = instants.filter(keep), rows.filter(keep)
    return Stamped(_table(columns, instants, site), rows, _joined(dropped))


class _SaltsAtOnce:
    """Each day's salt is asked for once, for as long as the stamping of one frame takes."""

    def __init__(self, salts: Salts) -> None:
        self._salts = salts
        self._asked: dict[date, bytes] = {}

    def salt(self, day: date) -> bytes:
        salt = self._asked.get(day)
        if salt is None:
            salt = self._asked[day] = self._salts.salt(day)
        return salt


def _props(text: str | None) -> dict[str, Any] | None:
    try:
        props = orjson.loads(text or "null")
    except orjson.JSONDecodeError:
        return None
    return props if isinstance(props, dict) else None


def _work(
    stage: Stage, columns: dict[str, Coded], site: Site | None, facts: Facts
) -> tuple[pa.Array | None, list[DropReason | None]]:
    """Put what the stage gives into `columns`; which combination is in which row, and what is against each of them."""
    needed = combinations(columns[name] for name in stage.needs)
    given, reasons = stage.work(site, facts, needed)
    for name, values in given.items():
        columns[name] = distinct(values, needed.codes) if name in stage.asked_again else Coded(needed.codes, values)
    return needed.codes, reasons


def _kept(
    reasons: Sequence[DropReason | None],
    codes: pa.Array | None,
    rows: pa.Array,
    dropped: dict[DropReason, list[pa.Array]],
) -> pa.Array:
    """Which rows have no reason against them; those that have are added to `dropped`."""
    if codes is None:
        codes = pa.repeat(pa.scalar(0, pa.int32()), len(rows))
    for reason in {reason: None for reason in reasons if reason}:
        against = pa.array([other is reason for other in reasons], pa.bool_()).take(codes)
        dropped.setdefault(reason, []).append(rows.filter(against))
    return pa.array([reason is None for reason in reasons], pa.bool_()).take(codes)


def _joined(dropped: Mapping[DropReason, list[pa.Array]]) -> dict[DropReason, pa.Array]:
    return {reason: pa.concat_arrays(parts) for reason, parts in dropped.items()}


def _table(columns: dict[str, Coded], instants: pa.Array, site: Site | None) -> pa.Table:
    constants = {"hit_id": 0, "site_id": site.id if site else 0}
    columns = columns | {name: Coded(None, [value]) for name, value in constants.items()}
    arrays = [
        instants.cast(field.type)
        if field.name == "created_at"
        else columns[field.name].array(field.type, len(instants))
        for field in HIT_SCHEMA
    ]
    return pa.table(arrays, schema=HIT_SCHEMA)


_STAGES = stages(STEPS)

_ABSENT = {name: Coded(None, [False if name == "trusted" else None]) for name in ARRIVAL_NAMES}
