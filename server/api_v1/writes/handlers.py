"""`POST /api/v1/sites/:id/hits` and `/events`, one or a batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from engine.ingest.facts import Facts
from schemas.api_v1.writes import BatchAnswer, Created, Ignored, Invalid
from schemas.receipts import Receipt
from schemas.sites import Site
from server.api_v1.parameters import asked_site
from server.api_v1.writes.answers import IS_BRIEF, NO_ID, batch_answer, brief_batch_answer, single_answer, with_id
from server.api_v1.writes.bodies import LINES, object_text, parsed_lines, parsed_rows
from server.api_v1.writes.preparing import Prepared, prepare
from server.api_v1.writes.reading import Reading, read_rows
from server.api_v1.writes.repeats import IDEMPOTENCY_KEY, Contents, packed_answer, request_name, unpacked_answer
from server.api_v1.writes.rows import EVENT, HIT, Kind
from server.api_v1.writes.storing import count_drops, store, work
from server.api_v1.writes.streams import STREAMS, parsed_stream
from server.api_v1.writes.tables import read_table
from server.http.bodies import bounded_body
from server.http.calls import Call

BATCH_HEADERS = (IDEMPOTENCY_KEY, IS_BRIEF)

A = TypeVar("A", bound=msgspec.Struct)


async def add_hit(call: Call) -> Created | Ignored | Invalid:
    """Store a pageview. It is on disk when the answer comes."""
    return await _add(call, HIT)


async def add_event(call: Call) -> Created | Ignored | Invalid:
    """Store a custom event. It is on disk when the answer comes."""
    return await _add(call, EVENT)


async def add_hits(call: Call) -> BatchAnswer | Invalid:
    """Store many pageviews. They are on disk when the answer comes; a row with errors costs itself alone.

    As `application/x-ndjson` the body is one object a line; as `application/vnd.apache.arrow.stream` it is an Arrow IPC
    stream with the same fields as columns, where instants may be timestamps and texts dictionaries.
    """
    return await _add_batch(call, HIT)


async def add_events(call: Call) -> BatchAnswer | Invalid:
    """Store many custom events. They are on disk when the answer comes; a row with errors costs itself alone.

    As `application/x-ndjson` the body is one object a line; as `application/vnd.apache.arrow.stream` it is an Arrow IPC
    stream with the same fields as columns, where instants may be timestamps and texts dictionaries.
    """
    return await _add_batch(call, EVENT)


@dataclass(frozen=True, slots=True)
class _Request:
    call: Call
    site: Site
    kind: Kind
    name: bytes | None
    body: bytes
    sent: bytes
    """Which address, and what: the same key for another of either is an error."""


def _request(call: Call, kind: Kind, form: bytes, site: Site, name: bytes | None, body: bytes) -> _Request:
    return _Request(call, site, kind, name, body, b"%s %s %s" % (kind.name.encode(), form, body) if name else b"")


async def _add(call: Call, kind: Kind) -> Created | Ignored | Invalid:
    site = asked_site(call)
    name = request_name(call, site)
    body = await bounded_body(call.headers, call.receive, call.app.settings.max_body_bytes, "max_body_bytes")
    request = _request(call, kind, b"one", site, name, body)
    text = object_text(body)
    if isinstance(text, str):
        return Invalid.of(text)
    reading = _read(request, [text])
    if reading.errors:
        return Invalid.of(*reading.errors[0])
    return await _stored_once(request, reading, _ONE)


async def _add_batch(call: Call, kind: Kind) -> BatchAnswer | Invalid:
    site = asked_site(call)
    name = request_name(call, site)
    with call.app.batches.holding() as grow:
        most = call.app.settings.max_batch_bytes
        body = await bounded_body(call.headers, call.receive, most, "max_batch_bytes", grow)
        request = _request(call, kind, b"batch", site, name, body)
        reading = await work(call.app, len(body), _read_batch, request)
        if isinstance(reading, str):
            return Invalid.of(reading)
        return await _stored_once(request, reading, _BRIEF_BATCH if IS_BRIEF.find(call) else _BATCH)


def _read_batch(request: _Request) -> Reading | str:
    call = request.call
    if call.media_type in STREAMS:
        return read_table(parsed_stream(request.body), request.kind, request.site, call.now_ms)
    rows = parsed_lines(request.body) if call.media_type in LINES else parsed_rows(request.body)
    return rows if isinstance(rows, str) else _read(request, rows)


def _read(request: _Request, rows: Sequence[bytes | msgspec.Raw]) -> Reading:
    return read_rows(rows, request.kind, request.site, request.call.now_ms)


@dataclass(frozen=True, slots=True)
class _Form(Generic[A]):
    """One row or a batch of them: how it is answered, and how such an answer is read again."""

    answer: Callable[[Site, Facts, Reading, Prepared, Mapping[bytes, Receipt]], A | Invalid]
    decode: Callable[[bytes], A]


_ONE: _Form[Created | Ignored] = _Form(single_answer, msgspec.json.Decoder(Created | Ignored).decode)
_BATCH: _Form[BatchAnswer] = _Form(batch_answer, msgspec.json.Decoder(BatchAnswer).decode)
_BRIEF_BATCH: _Form[BatchAnswer] = _Form(brief_batch_answer, _BATCH.decode)


async def _stored_once(request: _Request, reading: Reading, form: _Form[A]) -> A | Invalid:
    """The answer, once all is on disk; or the answer of the same request before."""
    app = request.call.app
    wanted = list(dict.fromkeys([*reading.names.values(), *([request.name] if request.name else [])]))
    async with app.under_way.alone(wanted):
        known = await app.ask(app.lake.receipts.find, wanted) if wanted else {}
        if request.name in known:
            return _repeated(request, known[request.name], form)
        prepared, answer = await work(app, len(request.body), _prepared, request, reading, known, form)
        if isinstance(answer, Invalid):
            return answer
        first = NO_ID
        if prepared.receipts or prepared.table.num_rows:
            first = await store(app, request.site, prepared.table, prepared.receipts)
    count_drops(app, request.site, prepared.drops)
    return with_id(answer, first)


def _prepared(
    request: _Request, reading: Reading, known: Mapping[bytes, Receipt], form: _Form[A]
) -> tuple[Prepared, A | Invalid]:
    app, site, now_ms = request.call.app, request.site, request.call.now_ms
    prepared = prepare(reading, known, request.kind, site, app.facts, now_ms)
    answer = form.answer(site, app.facts, reading, prepared, known)
    if request.name and not isinstance(answer, Invalid):
        content = Contents(app.facts.salts).digest(request.sent, now_ms)
        prepared.receipts.append(Receipt(request.name, content, 0, packed_answer(answer), now_ms))
    return prepared, answer


def _repeated(request: _Request, receipt: Receipt, form: _Form[A]) -> A | Invalid:
    if receipt.answer is None or not Contents(request.call.app.facts.salts).agrees(receipt, request.sent):
        key = IDEMPOTENCY_KEY.find(request.call)
        return Invalid.of(f"Idempotency-Key {key!r} was used before for another request; every request needs its own")
    return with_id(form.decode(unpacked_answer(receipt.answer)), receipt.hit_id)
