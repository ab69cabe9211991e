"""`GET /api/v2/sites/:siteId/pageviews`"""

from engine.reports import pageviews as reports
from schemas.api_v2 import Pageviews
from server.api_v2.parameters import PATHNAME, asked_days, readable_site
from server.http.calls import Call


async def pageviews(call: Call) -> Pageviews:
    """Pageviews and visitors of the whole site or of one page, with a row a day."""
    site = readable_site(call)
    return await call.app.ask(reports.pageviews, call.app.sources, site, asked_days(call, site), PATHNAME.find(call))
