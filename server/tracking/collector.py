"""`POST /collector/UID`: a hit in the query, or as a JSON object in the body, or in both."""

import msgspec
from starlette.responses import Response

from schemas.drops import DropReason
from schemas.errors import BadInputError
from server.http.bodies import bounded_body
from server.http.calls import Call
from server.http.direct import Answer
from server.tracking.hits import DROPPED_HEADERS, page_hit, stamped, store
from server.tracking.queries import parse_query

MOST_BODY_BYTES = 65_536
"""As much as browsers let `sendBeacon` send."""

STORED = Response(status_code=202)
DROPPED = {reason: Response(status_code=202, headers=headers) for reason, headers in DROPPED_HEADERS.items()}


class HitBody(msgspec.Struct, frozen=True):
    """Unknown fields are passed over: scripts of other versions may send more."""

    url: str | None = None
    path: str | None = None
    referrer: str | None = None
    event: str | None = None
    event_value: str | int | float | None = None
    props: dict[str, str | int | float | bool | None] | None = None


_NO_BODY = HitBody()
_decoder = msgspec.json.Decoder(HitBody)


async def collect(call: Call) -> Response:
    """202 once the hit is on disk; also for one that is dropped, with the reason in a header."""
    values = parse_query(call.scope["query_string"])
    most_bytes = min(MOST_BODY_BYTES, call.app.settings.max_body_bytes)
    body = await bounded_body(call.headers, call.receive, most_bytes)
    hit = parse_body(body) if body.strip() else _NO_BODY
    dropped = await store(call, page_hit(call, {**values, **_texts(hit)}, hit.props))
    return DROPPED[dropped] if dropped else STORED


def collect_directly(call: Call, answer: Answer) -> None:
    """The same for a hit without a body, as nearly all are: answered when its group is on disk, without a task."""
    outcome = stamped(call, page_hit(call, parse_query(call.scope["query_string"])))
    if isinstance(outcome, DropReason):
        answer(DROPPED[outcome])
        return
    call.app.gathering.put(outcome, lambda refusal: answer(refusal or STORED))


def parse_body(body: bytes) -> HitBody:
    """BadInputError says what is wrong with the JSON and where."""
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"the body must be a JSON object: {error}") from None


def _texts(hit: HitBody) -> dict[str, str]:
    """The body's fields as the query would have them; absent and empty ones are left out."""
    if hit is _NO_BODY:
        return {}
    fields = msgspec.structs.asdict(hit)
    del fields["props"]
    texts = {name: str(value).strip() for name, value in fields.items() if value is not None}
    return {name: text for name, text in texts.items() if text}
