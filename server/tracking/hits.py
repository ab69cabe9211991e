"""A hit from a page: who sends it, and what becomes of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from engine.ingest.stamp import Row
from engine.registry.drops import NO_SITE
from schemas.drops import DropReason
from schemas.hits import Arrival
from schemas.sites import Site
from server.http.calls import Call

DROPPED_HEADERS = {
    reason: {"x-hitlake-dropped": reason.value, "access-control-expose-headers": "X-Hitlake-Dropped"}
    for reason in DropReason
}
"""Why a hit is not stored, readable for scripts."""

Props = Mapping[str, str | int | float | bool | None]


def page_hit(call: Call, values: Mapping[str, str], props: Props | None = None) -> Arrival:
    """`values` are those of `queries.NAMES`."""
    headers = call.headers
    address, user_agent = call.address, _text(headers.get(b"user-agent"))
    call.app.one_address.note(address, user_agent, is_forwarded=b"x-forwarded-for" in headers)
    return Arrival(
        created_at_ms=call.now_ms,
        url=values.get("url"),
        path=values.get("path"),
        referrer=values.get("referrer"),
        event=values.get("event"),
        event_value=values.get("event_value"),
        props=props,
        address=address,
        user_agent=user_agent,
        language=_text(headers.get(b"accept-language")),
    )


async def store(call: Call, arrival: Arrival) -> DropReason | None:
    """None once the hit is on disk, or why it is dropped; raises BusyError when it cannot be stored now."""
    row = stamped(call, arrival)
    if isinstance(row, DropReason):
        return row
    await call.app.gathering.add(row)
    return None


def stamped(call: Call, arrival: Arrival) -> Row | DropReason:
    """The row to store, or why the hit is dropped, which is counted here."""
    app = call.app
    site = app.registry.sites.by_uid(call.values["uid"])
    row = _refusal(call, arrival) or app.stamper.stamp(arrival, site)
    if isinstance(row, DropReason):
        app.registry.drops.add(_today(site, call.now_ms), site.id if site else NO_SITE, row)
    return row


def _refusal(call: Call, arrival: Arrival) -> DropReason | None:
    """What only the request can tell."""
    if _is_ahead_of_visitor(call):
        return DropReason.ROBOT
    # The steps would take it for the front page, as for the events of programs, which need no page.
    nowhere = arrival.url is None and arrival.path is None and arrival.event is None
    return DropReason.BAD_ADDRESS if nowhere else None


def _is_ahead_of_visitor(call: Call) -> bool:
    """The browser asks in case the visitor comes, or somebody looks whether the address is there."""
    if call.scope["method"] == "HEAD":
        return True
    for name in (b"sec-purpose", b"purpose", b"x-moz"):
        if name in call.headers and b"prefetch" in call.headers[name].lower():
            return True
    return False


def _today(site: Site | None, now_ms: int) -> date:
    return datetime.fromtimestamp(now_ms / 1000, ZoneInfo(site.time_zone) if site else UTC).date()


def _text(header: bytes | None) -> str | None:
    return header.decode("latin-1").strip() or None if header else None
