"""`GET /api/v1/sites/:id/insights`"""

from engine.insights.listing import insights_report
from schemas.insights import InsightsAnswer
from server.api_v1.parameters import PAGE, PER_PAGE, asked_page, asked_site
from server.http.calls import Call

USUAL_INSIGHTS, MOST_INSIGHTS = 10, 50
"""A page."""

INSIGHTS_PARAMETERS = (PAGE, PER_PAGE[MOST_INSIGHTS])


async def insights(call: Call) -> InsightsAnswer:
    site = asked_site(call)
    page = asked_page(call, usual=USUAL_INSIGHTS, most=MOST_INSIGHTS)
    return await call.app.ask(insights_report, call.app.registry.diary, site, call.now_ms, page)
