"""`GET /api/v1/sites/:id/uptime`"""

from engine.uptime.report import uptime_report
from schemas.errors import NotFoundError
from schemas.uptime_answers import UptimeAnswer
from server.api_v1.parameters import PAGE, asked_page, asked_site, per_page
from server.http.calls import Call

DOWNTIMES_A_PAGE = per_page(usual=50, most=50)

UPTIME_PARAMETERS = (PAGE, DOWNTIMES_A_PAGE)


async def uptime(call: Call) -> UptimeAnswer:
    """What monitoring found: state, uptime, certificate, domain, downtimes. 404 where the site is not monitored."""
    site = asked_site(call)
    page = asked_page(call, DOWNTIMES_A_PAGE)
    registry = call.app.registry
    monitor = await call.app.ask(registry.monitors.find, site.id)
    if monitor is None or not monitor.enabled:
        raise NotFoundError(f"uptime monitoring is not enabled for the site {call.values['site_id']!r}")
    return await call.app.ask(uptime_report, site, monitor, registry.downtimes, call.now_ms, page)
