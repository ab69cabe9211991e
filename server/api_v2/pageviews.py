"""`GET /api/v2/sites/:siteId/pageviews`"""

from engine.reports import pageviews as reports
from schemas.api_v2 import Pageviews
from server.api_v2.parameters import asked_days, asked_pathname, readable_site
from server.http.calls import Call


async def pageviews(call: Call) -> Pageviews:
    site = readable_site(call)
    return await call.app.ask(reports.pageviews, call.app.sources, site, asked_days(call, site), asked_pathname(call))
