"""`GET /api/v2/sites/:siteId/events`"""

from engine.reports import events as reports
from schemas.api_v2 import Events
from server.api_v2.parameters import asked_days, readable_site
from server.http.calls import Call


async def events(call: Call) -> Events:
    """Custom events by name, most first."""
    site = readable_site(call)
    return await call.app.ask(reports.events, call.app.sources, site, asked_days(call, site))
