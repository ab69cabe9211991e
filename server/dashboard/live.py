"""Who is on the site now."""

from starlette.responses import Response

from engine.reports.presence import presence
from server.dashboard.maps import world
from server.dashboard.pages import Person, own_site, private_page, rendered
from server.dashboard.values import value_text
from server.http.calls import Call

ROWS = 10


@private_page
async def realtime_page(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    found = await call.app.ask(presence, call.app.sources, site, call.app.lake.calendar, call.now_ms)
    lists = {"path": found.pages, "referrer_host": found.referrers, "country": found.countries}
    return rendered(
        call,
        "realtime.html",
        person,
        title=f"Now · {site.label}",
        site=site,
        base=f"/sites/{site.uid}",
        found=found,
        lists={name: list(rows.items())[:ROWS] for name, rows in lists.items()},
        labels={"path": "Pages", "referrer_host": "Sources", "country": "Places"},
        most_views=max(*found.views, 4),
        map=world(found.countries),
        text=value_text,
    )
