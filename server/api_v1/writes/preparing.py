"""From rows to what is stored of them and what they are answered, before the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import pyarrow as pa

from engine.ingest.coded import Coded
from engine.ingest.facts import Facts
from engine.ingest.frames import Stamped, stamp_columns
from schemas.api_v1.writes import RowResult
from schemas.drops import DropReason
from schemas.hits import HIT_SCHEMA
from schemas.receipts import Receipt
from schemas.sites import Site
from server.api_v1.writes.columns import Part
from server.api_v1.writes.reading import Reading
from server.api_v1.writes.repeats import Contents
from server.api_v1.writes.rows import Kind


@dataclass(slots=True)
class Prepared:
    """`receipts` name their hits by the place in `table`."""

    table: pa.Table = field(default_factory=HIT_SCHEMA.empty_table)
    receipts: list[Receipt] = field(default_factory=list)
    others: dict[int, RowResult] = field(default_factory=dict)
    """By place in the request, the results of rows without errors that are not stored now."""
    drops: dict[DropReason, int] = field(default_factory=dict)

    def result(self, place: int) -> RowResult:
        """Of a row without errors."""
        return self.others.get(place) or RowResult(place, "created")


def prepare(
    reading: Reading,
    known: Mapping[bytes, Receipt],
    kind: Kind,
    site: Site,
    facts: Facts,
    now_ms: int,
) -> Prepared:
    """`known` are the receipts of those rows that were stored before."""
    repeats = _Repeats(kind, reading, known, Contents(facts.salts)) if reading.names else None
    prepared = Prepared()
    tables: list[pa.Table] = []
    for part in reading.parts:
        fresh = part if repeats is None else _fresh(part, repeats, prepared)
        stamped = stamp_part(fresh, site, facts)
        kept = _told(prepared, fresh.places, stamped)
        if repeats is not None:
            first = sum(table.num_rows for table in tables)
            prepared.receipts += repeats.receipts(kept, first, now_ms)
        tables.append(stamped.table)
    if tables:
        prepared.table = pa.concat_tables(tables)
    if repeats is not None:
        repeats.tell_twins(prepared)
    return prepared


def stamp_part(part: Part, site: Site, facts: Facts) -> Stamped:
    return stamp_columns({**part.columns, "trusted": _TRUSTED}, part.instants, site, facts)


_TRUSTED = Coded(None, [True])


def _fresh(part: Part, repeats: "_Repeats", prepared: Prepared) -> Part:
    """The rows that are to be stored."""
    wanted = [repeats.is_fresh(place, prepared.others) for place in part.places]
    return part if all(wanted) else part.filter(wanted)


def _told(prepared: Prepared, places: Sequence[int], stamped: Stamped) -> Sequence[int]:
    """The places of the rows that were kept. What became of the others is put into `prepared`."""
    kept = places if not stamped.dropped else [places[row] for row in stamped.rows.to_pylist()]
    for reason, rows in stamped.dropped.items():
        prepared.drops[reason] = prepared.drops.get(reason, 0) + len(rows)
        for row in rows.to_pylist():
            prepared.others[places[row]] = RowResult(places[row], "ignored", reason)
    return kept


class _Repeats:
    """Tells rows that were stored before, or that stand in the same request twice."""

    def __init__(self, kind: Kind, reading: Reading, known: Mapping[bytes, Receipt], contents: Contents) -> None:
        self._kind, self._reading, self._known, self._contents = kind, reading, known, contents
        self._first: dict[bytes, int] = {}
        self._twins: dict[int, int] = {}

    def is_fresh(self, place: int, others: dict[int, RowResult]) -> bool:
        """Whether the row is to be stored; the result of one that is not is put into `others`."""
        name = self._reading.names.get(place)
        if name is None:
            return True
        receipt, first = self._known.get(name), self._first.setdefault(name, place)
        if receipt is not None:
            same = self._contents.agrees(receipt, self._sent(place))
            others[place] = RowResult(place, "created", repeated=True) if same else self._conflict(place)
            return False
        if first == place:
            return True
        if self._sent(first) == self._sent(place):
            self._twins[place] = first
        else:
            others[place] = self._conflict(place)
        return False

    def receipts(self, kept: Sequence[int], first: int, now_ms: int) -> list[Receipt]:
        """Of rows that stand in the table from the place `first` on; `kept` are their places in the request."""
        return [
            Receipt(name, self._contents.digest(self._sent(place), now_ms), first + offset, None, now_ms)
            for offset, place in enumerate(kept)
            if (name := self._reading.names.get(place)) is not None
        ]

    def tell_twins(self, prepared: Prepared) -> None:
        """Rows that stand in the request again fare like the first of them."""
        for place, first in self._twins.items():
            result = prepared.result(first)
            prepared.others[place] = msgspec.structs.replace(result, index=place, repeated=result.status == "created")

    def _sent(self, place: int) -> bytes:
        return b"%s:%s" % (self._kind.name.encode(), bytes(self._reading.raws[place]))

    def _conflict(self, place: int) -> RowResult:
        name = self._kind.name
        text = f"id {self._reading.ids[place]!r} was used before for another {name}; every {name} needs its own"
        return RowResult(place, "error", errors=[text])
