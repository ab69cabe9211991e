"""What a request is answered, from what became of its rows."""

from collections import Counter
from collections.abc import Mapping
from hashlib import blake2b
from typing import TypeVar

import msgspec
import pyarrow as pa
from msgspec import UNSET

from engine.ingest.facts import Facts
from schemas.api_v1.instants import second_of
from schemas.api_v1.writes import BatchAnswer, Created, CreatedHit, Ignored, Invalid, RowResult
from schemas.drops import SENTENCES, DropReason
from schemas.receipts import Receipt
from schemas.sites import Site
from server.api_v1.writes.preparing import Prepared, stamp_part
from server.api_v1.writes.reading import Reading
from server.http.parameters import Parameter, Place

A = TypeVar("A", bound=msgspec.Struct)

IS_BRIEF = Parameter(
    "Prefer",
    "`return=minimal` leaves out the results of those rows that are stored now: the answer is short where all is well.",
    "a list of preferences; others are passed over",
    lambda text: any(part.strip().lower() == "return=minimal" for part in text.split(",")),
    {"type": "string", "examples": ["return=minimal"]},
    place=Place.HEADER,
)

NO_ID = 0
"""Hits get their ids when they are committed."""


def single_answer(
    site: Site, facts: Facts, reading: Reading, prepared: Prepared, known: Mapping[bytes, Receipt]
) -> Created | Ignored | Invalid:
    result = prepared.result(0)
    if result.status == "error":
        return Invalid.of(*(result.errors or ()))
    if result.reason is not UNSET:
        return _ignored(result.reason)
    if not result.repeated:
        return Created(_created_hit(site, prepared.table, NO_ID))
    stamped = stamp_part(reading.parts[0], site, facts)
    if stamped.drops:  # the site's rules have changed since
        return _ignored(next(iter(stamped.drops)))
    return Created(_created_hit(site, stamped.table, known[reading.names[0]].hit_id))


def batch_answer(
    _site: Site, _facts: Facts, reading: Reading, prepared: Prepared, _known: Mapping[bytes, Receipt]
) -> BatchAnswer:
    """With a result for every row."""
    others = _others(reading, prepared)
    results = [
        others.get(place) or RowResult(place, "created") for place in range(prepared.table.num_rows + len(others))
    ]
    return _batch_answer(prepared, others, results)


def brief_batch_answer(
    _site: Site, _facts: Facts, reading: Reading, prepared: Prepared, _known: Mapping[bytes, Receipt]
) -> BatchAnswer:
    """With results for those rows alone that are not stored now."""
    others = _others(reading, prepared)
    return _batch_answer(prepared, others, [others[place] for place in sorted(others)])


def _others(reading: Reading, prepared: Prepared) -> dict[int, RowResult]:
    wrong = {place: RowResult(place, "error", errors=errors) for place, errors in reading.errors.items()}
    return prepared.others | wrong


def _batch_answer(prepared: Prepared, others: Mapping[int, RowResult], results: list[RowResult]) -> BatchAnswer:
    counts = Counter(other.status for other in others.values())
    created = prepared.table.num_rows + counts["created"]
    return BatchAnswer(created, counts["ignored"], counts["error"], results)


def with_id(answer: A, first_hit_id: int) -> A:
    """The answer with the id that its hit was given."""
    if isinstance(answer, Created) and answer.hit.id == NO_ID:
        return msgspec.structs.replace(answer, hit=msgspec.structs.replace(answer.hit, id=first_hit_id))
    return answer


def _ignored(reason: DropReason) -> Ignored:
    return Ignored(reason, SENTENCES[reason])


def _created_hit(site: Site, table: pa.Table, hit_id: int) -> CreatedHit:
    hit = table.drop_columns(["day", "created_at"]).to_pylist()[0]
    event = hit["event"]
    return CreatedHit(
        id=hit_id,
        url=hit["url"] or site.url + hit["path"],
        path=hit["path"],
        referrer=hit["referrer"],
        country=hit["country"],
        browser_name=hit["browser"],
        platform_name=hit["platform"],
        is_mobile=hit["device"] == "mobile",
        created_at=second_of(table.column("created_at").cast(pa.int64())[0].as_py()),
        source=hit["source"],
        visitor_hash=f"{hit['visitor']:016x}",
        unique_hash=_unique_hash(hit["visitor"], hit["path"]),
        event=event or UNSET,
        value=hit["event_value"] if event else UNSET,
    )


def _unique_hash(visitor: int, path: str) -> str:
    return blake2b(visitor.to_bytes(8, "big") + path.encode(), digest_size=8).hexdigest()
