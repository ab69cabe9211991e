"""`GET /api/v1/sites/:id/uptime`"""

from engine.uptime.report import uptime_report
from schemas.errors import NotFoundError
from schemas.uptime_answers import UptimeAnswer
from server.api_v1.parameters import PAGE, PER_PAGE, asked_page, asked_site
from server.http.calls import Call

MOST_DOWNTIMES = 50
"""A page."""

UPTIME_PARAMETERS = (PAGE, PER_PAGE[MOST_DOWNTIMES])


async def uptime(call: Call) -> UptimeAnswer:
    site = asked_site(call)
    page = asked_page(call, usual=MOST_DOWNTIMES, most=MOST_DOWNTIMES)
    registry = call.app.registry
    monitor = await call.app.ask(registry.monitors.find, site.id)
    if monitor is None or not monitor.enabled:
        raise NotFoundError(f"uptime monitoring is not enabled for the site {call.values['site_id']!r}")
    return await call.app.ask(uptime_report, site, monitor, registry.downtimes, call.now_ms, page)
