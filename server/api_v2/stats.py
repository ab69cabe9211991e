"""`GET /api/v2/sites/:siteId/stats`"""

from engine.reports import stats as reports
from schemas.api_v2 import Stats
from server.api_v2.parameters import asked_days, readable_site
from server.http.calls import Call


async def stats(call: Call) -> Stats:
    """What a range of days adds up to, with its ten top pages, referrers, browsers and countries."""
    site = readable_site(call)
    return await call.app.ask(reports.stats, call.app.sources, site, asked_days(call, site))
