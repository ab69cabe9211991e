"""`GET /kudos/UID.json?path=` and `POST /kudos/UID?path=`: what the script's button shows, and its click."""

import msgspec
from starlette.responses import Response

from engine.ingest.days import as_date
from engine.ingest.stamp import Row, stamp
from schemas.drops import DropReason
from schemas.errors import BadInputError, NotFoundError
from schemas.hits import HIT_NAMES
from schemas.sites import Site
from server.http.calls import Call
from server.kudos.pages import page_path
from server.tracking.hits import DROPPED_HEADERS, page_hit
from server.tracking.queries import parse_query


class KudosShown(msgspec.Struct, frozen=True):
    """Nothing here tells whether this visitor has given one: pages of other sites can read it too."""

    kudos: int
    """Of the page, of all times."""


async def show_kudos(call: Call) -> KudosShown:
    site, path = _asked(call)
    return await _shown(call, site, path)


async def give_kudo(call: Call) -> KudosShown | Response:
    """A visitor's kudo counts once a page and day, and by the rules that hold for hits.

    One that does not count by those is answered with 202 and the reason in a header.
    """
    site, path = _asked(call)
    row = _stamped(call, site, path)
    if isinstance(row, DropReason):
        shown = await _shown(call, site, path)
        return Response(msgspec.json.encode(shown), 202, DROPPED_HEADERS[row], "application/json")
    household = call.app.facts.client(call.address).household if call.address else None
    call.app.kudos_limits.take(site.id, path, household, call.now_ms)
    day, visitor = (row[HIT_NAMES.index(name)] for name in ("day", "visitor"))
    await call.app.ask(call.app.registry.kudos.give, site.id, path, as_date(day), visitor)
    return await _shown(call, site, path)


def _asked(call: Call) -> tuple[Site, str]:
    site = call.app.registry.sites.by_uid(call.values["uid"])
    if site is None:
        raise NotFoundError("no site has this uid")
    path = parse_query(call.scope["query_string"]).get("path")
    if path is None:
        raise BadInputError("path is missing; it must be a path like /blog/my-post")
    return site, page_path(call.app.facts, site, path)


def _stamped(call: Call, site: Site, path: str) -> Row | DropReason:
    """As the hit that a view of the page would be. A page that hides where it is belongs to nobody's site."""
    origin = call.headers.get(b"origin", b"").decode("latin-1")
    if origin == "null":
        return DropReason.FOREIGN_HOSTNAME
    return stamp(page_hit(call, {"path": path} | ({"url": origin} if origin else {})), site, call.app.facts)


async def _shown(call: Call, site: Site, path: str) -> KudosShown:
    return KudosShown(await call.app.ask(call.app.registry.kudos.count, site.id, path))
