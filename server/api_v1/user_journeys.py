"""`GET /api/v1/sites/:id/user_journeys`"""

from engine.reports.journeys import journeys
from schemas.api_v1.journeys import DaysAsked, Journeys
from schemas.api_v1.pagination import Pagination
from server.api_v1.parameters import DATES, PAGE, asked_page, asked_period, asked_site, per_page
from server.http.calls import Call

PER_PAGE = per_page(usual=10, most=50)
JOURNEYS_PARAMETERS = (*DATES, PAGE, PER_PAGE)


async def user_journeys(call: Call) -> Journeys:
    """Visits of two or more pages, with their pages in order, and what all visits add up to."""
    site = asked_site(call)
    page, period = asked_page(call, PER_PAGE), asked_period(call, site)
    rows, summary, insights = await call.app.ask(journeys, call.app.sources, site, period, page)
    return Journeys(
        user_journeys=rows,
        summary=summary,
        insights=insights,
        pagination=Pagination.of(page, summary.multi_page_visitors),
        filters=DaysAsked(period.days.first, period.days.last, period.time_zone),
    )
