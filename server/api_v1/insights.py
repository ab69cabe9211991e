"""`GET /api/v1/sites/:id/insights`"""

from engine.insights.listing import insights_report
from schemas.insights import InsightsAnswer
from server.api_v1.parameters import PAGE, asked_page, asked_site, per_page
from server.http.calls import Call

INSIGHTS_A_PAGE = per_page(usual=10, most=50)
INSIGHTS_PARAMETERS = (PAGE, INSIGHTS_A_PAGE)


async def insights(call: Call) -> InsightsAnswer:
    """What the weeks were like, an insight a day: traffic patterns, best content, recommendations."""
    site = asked_site(call)
    page = asked_page(call, INSIGHTS_A_PAGE)
    return await call.app.ask(insights_report, call.app.registry.diary, site, call.now_ms, page)
