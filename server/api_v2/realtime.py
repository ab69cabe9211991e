"""`GET /api/v2/sites/:siteId/realtime`"""

from engine.reports import realtime as reports
from schemas.api_v2 import Realtime
from server.api_v2.parameters import readable_site
from server.http.calls import Call


async def realtime(call: Call) -> Realtime:
    """Who is there now: visitors with a hit in the last 5 minutes, and the pages that they are on."""
    site = readable_site(call)
    return await call.app.ask(reports.realtime, call.app.sources, site, call.app.lake.calendar, call.now_ms)
