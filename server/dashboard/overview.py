"""The overview of a site: how it is doing, at a glance; for its account, and for everybody where it is public."""

import asyncio

from starlette.responses import Response

from engine.reports.breakdown import breakdown
from engine.reports.origins import origins
from engine.reports.realtime import realtime
from schemas.drops import SENTENCES
from schemas.sites import Site
from server.dashboard.card_lists import ROWS, card_list
from server.dashboard.cards import CARDS, METRIC, SHOWS, TABS
from server.dashboard.charts import chart
from server.dashboard.courses import course
from server.dashboard.figures import figures
from server.dashboard.maps import world
from server.dashboard.pages import Person, numbers_of, own_site, page, private_page
from server.dashboard.site_pages import asked_view, public_site, rendered_view
from server.dashboard.values import system_text
from server.dashboard.views import CHARTED
from server.http.calls import Call

ROWS_BELOW_MAP = 4
MOST_SPOTS = 60
"""Of the map."""


@private_page
async def overview(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    return await _overview(call, site, f"/sites/{site.uid}", person)


@page
async def public_overview(call: Call) -> Response:
    """NotFoundError for a site that is not public, as for none."""
    site = public_site(call)
    return await _overview(call, site, f"/public/{site.uid}", None)


async def _overview(call: Call, site: Site, base: str, person: Person | None) -> Response:
    view = asked_view(call, site, base)
    app, sources = call.app, call.app.sources
    happened, found, now, dropped, elsewhere = await asyncio.gather(
        app.ask(course, sources, site, view, call.now_ms),
        app.ask(breakdown, sources, site, view.days, list(TABS), view.filters, order=METRIC, wanted=MOST_SPOTS),
        app.ask(realtime, sources, site, app.lake.calendar, call.now_ms),
        app.ask(app.registry.drops.of_site, site.id, view.days.first, view.days.end),
        app.ask(origins, sources, site, view.days),
    )
    map_of_world = world({row.value: row.totals.visitors for row in found["country"].values if row.value})
    rows = {"country": ROWS_BELOW_MAP} if map_of_world.spots else {}
    return rendered_view(
        call,
        "overview.html",
        person,
        site,
        view,
        "Overview",
        charted=CHARTED,
        figures=figures(numbers_of(call), happened.total, happened.compared),
        chart=chart(happened.points(), is_unfinished=happened.is_unfinished),
        is_hourly=happened.is_hourly,
        is_unfinished=happened.is_unfinished,
        cards=CARDS,
        shows=SHOWS,
        lists={name: card_list(name, found[name], rows.get(name, ROWS)) for name in TABS},
        search="",
        map=map_of_world,
        total=happened.total,
        now=now.active_visitors,
        elsewhere=[(system_text(one.system), one.days) for one in elsewhere],
        dropped=[(SENTENCES[reason], count) for reason, count in dropped.items()],
    )


@private_page
async def now(call: Call, person: Person) -> Response:
    """How many are there, for the script of the page."""
    return await _now(call, own_site(call, person))


@page
async def public_now(call: Call) -> Response:
    return await _now(call, public_site(call))


async def _now(call: Call, site: Site) -> Response:
    found = await call.app.ask(realtime, call.app.sources, site, call.app.lake.calendar, call.now_ms)
    return Response(b'{"visitors":%d}' % found.active_visitors, media_type="application/json")
