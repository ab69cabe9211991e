"""`GET /api/v1/sites/:id/user_journeys`"""

from engine.reports.journeys import journeys
from schemas.api_v1.journeys import DaysAsked, Journeys
from schemas.api_v1.pagination import Pagination
from server.api_v1.parameters import DATES, PAGE, PER_PAGE, asked_page, asked_period, asked_site
from server.http.calls import Call

USUAL_ROWS, MOST_ROWS = 10, 50

JOURNEYS_PARAMETERS = (*DATES, PAGE, PER_PAGE[MOST_ROWS])


async def user_journeys(call: Call) -> Journeys:
    site = asked_site(call)
    page, period = asked_page(call, usual=USUAL_ROWS, most=MOST_ROWS), asked_period(call, site)
    rows, summary, insights = await call.app.ask(journeys, call.app.sources, site, period, page)
    return Journeys(
        user_journeys=rows,
        summary=summary,
        insights=insights,
        pagination=Pagination.of(page, summary.multi_page_visitors),
        filters=DaysAsked(period.days.first, period.days.last, period.time_zone),
    )
