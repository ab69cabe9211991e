"""`GET /embed/UID.json`: what the script fills counters with."""

from datetime import date, timedelta

import msgspec
from starlette.responses import Response

from engine.reports.breakdown import breakdown
from schemas.errors import NotFoundError
from schemas.questions import Days
from schemas.sites import Site
from server.app import App
from server.http.calls import Call
from server.script.counters import Counted

FIRST_DAY = date(1990, 1, 1)
MOST_COUNTRIES = 300
HEADERS = {"cache-control": "no-cache", "access-control-allow-origin": "*"}


async def widgets(call: Call) -> Response:
    """Only what the query names; NotFoundError for a uid that no site has."""
    site = call.app.registry.sites.by_uid(call.values["uid"])
    if site is None:
        raise NotFoundError("no site has this uid")
    counted = await call.app.ask(_counted, call.app, site, call.now_ms)
    asked = call.query
    answer: dict[str, object] = {}
    if "hits" in asked or "unique_hits" in asked:
        answer["hits"] = counted.unique_hits if "unique_hits" in asked else counted.hits
    if "countries" in asked:
        answer["countries"] = counted.countries
    return Response(msgspec.json.encode(answer), headers=HEADERS, media_type="application/json")


def _counted(app: App, site: Site, now_ms: int) -> Counted:
    def count() -> Counted:
        days = Days(FIRST_DAY, app.lake.calendar.today(site.id) + timedelta(days=2))
        found = breakdown(app.sources, site, days, ["total", "country"], wanted=MOST_COUNTRIES)
        total = found["total"].values
        countries = [row.value for row in found["country"].values if row.value is not None]
        return Counted(total[0].totals.pageviews if total else 0, total[0].totals.visitors if total else 0, countries)

    return app.dashboard.counters.of_site(site.id, now_ms, count)
