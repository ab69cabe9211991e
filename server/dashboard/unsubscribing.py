"""Ends a report by the link in it; what mail programs send with one click (RFC 8058) ends it too."""

from msgspec.structs import replace
from starlette.responses import Response

from schemas.errors import NotFoundError
from schemas.reports import ReportKind
from schemas.sites import Site
from server.dashboard.pages import page, rendered
from server.http.calls import Call


@page
async def ask_page(call: Call) -> Response:
    """Looking at it ends nothing: programs that look into links do so too."""
    site, kind = _asked(call)
    return rendered(call, "unsubscribe.html", title="Reports", named=site, kind=kind, is_done=False)


@page
async def unsubscribe(call: Call) -> Response:
    site, kind = _asked(call)
    diary = call.app.registry.diary
    choices = await call.app.ask(diary.choices, site.id)
    await call.app.ask(diary.choose, site.id, replace(choices, **{f"{kind}_report": False}))
    return rendered(call, "unsubscribe.html", title="Reports", named=site, kind=kind, is_done=True)


def _asked(call: Call) -> tuple[Site, ReportKind]:
    found = call.app.dashboard.unsubscribing.read(call.values["token"])
    site = call.app.registry.sites.by_uid(found[0]) if found else None
    if found is None or site is None:
        raise NotFoundError("This link is not, or no longer, one of ours.")
    return site, found[1]
