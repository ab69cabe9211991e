"""Who is on the site now."""

from starlette.responses import Response

from engine.reports.realtime import realtime
from server.dashboard.pages import Person, own_site, private_page, rendered
from server.http.calls import Call


@private_page
async def realtime_page(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    found = await call.app.ask(realtime, call.app.sources, site, call.app.lake.calendar, call.now_ms)
    return rendered(
        call,
        "realtime.html",
        person,
        title=f"Now · {site.label}",
        site=site,
        base=f"/sites/{site.uid}",
        found=found,
        most=max((row.visitors for row in found.active_pages), default=1),
    )
