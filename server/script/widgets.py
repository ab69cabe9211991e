"""`GET /embed/UID.json`: what the script fills counters with."""

from datetime import date, timedelta

import msgspec
from starlette.responses import Response

from engine.reports.breakdown import breakdown
from engine.uptime.course import course_at, uptime_percent
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
    if "uptime" in asked:
        answer["uptime"] = counted.uptime
    return Response(msgspec.json.encode(answer), headers=HEADERS, media_type="application/json")


def _counted(app: App, site: Site, now_ms: int) -> Counted:
    def count() -> Counted:
        days = Days(FIRST_DAY, app.lake.calendar.today(site.id) + timedelta(days=2))
        found = breakdown(app.sources, site, days, ["total", "country"], wanted=MOST_COUNTRIES)
        total = found["total"].values
        countries = [row.value for row in found["country"].values if row.value is not None]
        pageviews, visitors = (total[0].totals.pageviews, total[0].totals.visitors) if total else (0, 0)
        return Counted(pageviews, visitors, countries, _uptime(app, site, now_ms))

    return app.dashboard.counters.of_site(site.id, now_ms, count)


def _uptime(app: App, site: Site, now_ms: int) -> str | None:
    monitor = app.registry.monitors.find(site.id)
    if monitor is None or not monitor.enabled:
        return None
    return uptime_percent(course_at(monitor.course, now_ms))
