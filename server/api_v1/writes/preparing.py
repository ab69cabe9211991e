"""From rows to what is stored of them and what they are answered, before the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import pyarrow as pa

from engine.ingest.coded import encode_values
from engine.ingest.facts import Facts
from engine.ingest.frames import Stamped, stamp_columns
from schemas.api_v1.writes import RowResult
from schemas.drops import DropReason
from schemas.hits import HIT_SCHEMA
from schemas.receipts import Receipt
from schemas.sites import Site
from server.api_v1.writes.reading import Asked, Reading
from server.api_v1.writes.repeats import Contents
from server.api_v1.writes.rows import Kind, Row

ROWS_A_TURN = 5000
"""Stamped at a time: small enough that no other thread waits long, large enough to be cheap."""

_COLUMNS = tuple(name for name in Row._fields if name not in ("created_at_ms", "id"))


@dataclass(slots=True)
class Prepared:
    """`results` by place in the request; `receipts` name their hits by the place in `table`."""

    table: pa.Table = field(default_factory=HIT_SCHEMA.empty_table)
    receipts: list[Receipt] = field(default_factory=list)
    results: dict[int, RowResult] = field(default_factory=dict)
    drops: dict[DropReason, int] = field(default_factory=dict)


def prepare(
    reading: Reading,
    known: Mapping[bytes, Receipt],
    kind: Kind,
    site: Site,
    facts: Facts,
    now_ms: int,
) -> Prepared:
    """`known` are the receipts of those rows that were stored before."""
    repeats = _Repeats(kind, reading.names, known, Contents(facts.salts)) if reading.names else None
    prepared = Prepared()
    fresh = [one for one in reading.asked if repeats is None or repeats.is_fresh(one, prepared.results)]
    tables: list[pa.Table] = []
    for start in range(0, len(fresh), ROWS_A_TURN):
        part = fresh[start : start + ROWS_A_TURN]
        stamped = stamp_rows([one.row for one in part], site, facts)
        kept = [part[place] for place in stamped.rows.to_pylist()]
        if repeats is not None:
            first = sum(table.num_rows for table in tables)
            prepared.receipts += repeats.receipts(kept, first, now_ms)
        tables.append(stamped.table)
        _tell(prepared, part, kept, stamped)
    if tables:
        prepared.table = pa.concat_tables(tables)
    if repeats is not None:
        repeats.tell_twins(prepared.results)
    return prepared


def stamp_rows(rows: Sequence[Row], site: Site, facts: Facts) -> Stamped:
    values = dict(zip(Row._fields, zip(*rows, strict=True), strict=True))
    columns = {name: encode_values(values[name]) for name in _COLUMNS if any(values[name])}
    columns["trusted"] = encode_values([True])
    return stamp_columns(columns, pa.array(values["created_at_ms"], pa.int64()), site, facts)


def _tell(prepared: Prepared, part: Sequence[Asked], kept: Sequence[Asked], stamped: Stamped) -> None:
    prepared.results.update((one.place, RowResult(one.place, "created")) for one in kept)
    for reason, places in stamped.dropped.items():
        prepared.drops[reason] = prepared.drops.get(reason, 0) + len(places)
        for place in places.to_pylist():
            one = part[place]
            prepared.results[one.place] = RowResult(one.place, "ignored", reason)


class _Repeats:
    """Tells rows that were stored before, or that stand in the same request twice."""

    def __init__(
        self, kind: Kind, names: Mapping[int, bytes], known: Mapping[bytes, Receipt], contents: Contents
    ) -> None:
        self._kind, self._names, self._known, self._contents = kind, names, known, contents
        self._first: dict[bytes, Asked] = {}
        self._twins: dict[int, int] = {}

    def is_fresh(self, one: Asked, results: dict[int, RowResult]) -> bool:
        """Whether it is to be stored; the result of one that is not is put into `results`."""
        name = self._names.get(one.place)
        if name is None:
            return True
        receipt, first = self._known.get(name), self._first.setdefault(name, one)
        if receipt is not None:
            same = self._contents.agrees(receipt, self._sent(one))
            results[one.place] = RowResult(one.place, "created", repeated=True) if same else self._conflict(one)
            return False
        if first is one:
            return True
        if bytes(first.raw) == bytes(one.raw):
            self._twins[one.place] = first.place
        else:
            results[one.place] = self._conflict(one)
        return False

    def receipts(self, kept: Sequence[Asked], first: int, now_ms: int) -> list[Receipt]:
        """Of rows that stand in the table from the place `first` on."""
        return [
            Receipt(name, self._contents.digest(self._sent(one), now_ms), first + offset, None, now_ms)
            for offset, one in enumerate(kept)
            if (name := self._names.get(one.place)) is not None
        ]

    def tell_twins(self, results: dict[int, RowResult]) -> None:
        """Rows that stand in the request again fare like the first of them."""
        for place, first in self._twins.items():
            result = results[first]
            results[place] = msgspec.structs.replace(result, index=place, repeated=result.status == "created")

    def _sent(self, one: Asked) -> bytes:
        return f"{self._kind.name}:".encode() + bytes(one.raw)

    def _conflict(self, one: Asked) -> RowResult:
        text = f"id {one.row.id!r} was used before for another {self._kind.name}; every {self._kind.name} needs its own"
        return RowResult(one.place, "error", errors=[text])
