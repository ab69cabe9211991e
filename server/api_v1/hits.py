"""`GET /api/v1/sites/:id/hits`"""

from engine.reports.groups import groups
from engine.reports.hits import hits as rows_of
from schemas.api_v1.hits import GroupedHits, Hits, HitsAsked
from schemas.api_v1.pagination import Pagination
from schemas.questions import Group, HitFilters
from server.api_v1.parameters import DATES, PAGE, asked_page, asked_period, asked_site, per_page
from server.http import parameters
from server.http.calls import Call

PER_PAGE = per_page(usual=100, most=1000)
COUNTRY = parameters.text("country", "Only hits from this country: a code of two capitals.")
PATH = parameters.text("path", "Only hits of this page, exactly.")
REFERRER = parameters.text("referrer", "Only hits with this text in the address of the page before, in any case.")
GROUPED = parameters.flag("grouped", "Count the hits by `group_by` instead of listing them.")
GROUP_BY = parameters.choice(
    "group_by",
    "What to count by.",
    {group.value: group for group in Group} | {"browsername": Group.BROWSER, "platformname": Group.PLATFORM},
    usual=Group.PATH.value,
)

HITS_PARAMETERS = (*DATES, COUNTRY, PATH, REFERRER, GROUPED, GROUP_BY, PAGE, PER_PAGE)


async def hits(call: Call) -> Hits | GroupedHits:
    """Pageviews, one by one or counted. Filters combine."""
    site = asked_site(call)
    page, period = asked_page(call, PER_PAGE), asked_period(call, site)
    filters = HitFilters(COUNTRY.find(call), PATH.find(call), REFERRER.find(call))
    group_by = GROUP_BY.get(call)
    group = group_by if GROUPED.get(call) else None
    asked = HitsAsked(
        start_date=period.days.first,
        end_date=period.days.last,
        country=filters.country,
        path=filters.path,
        referrer=filters.referrer,
        grouped=group is not None,
        group_by=group,
        time_zone=period.time_zone,
    )
    if group is not None:
        counted, total = await call.app.ask(groups, call.app.sources, site, period, filters, group, page)
        return GroupedHits(counted, Pagination.of(page, total), asked)
    rows, total = await call.app.ask(rows_of, call.app.sources, site, period, filters, page)
    return Hits(rows, Pagination.of(page, total), asked)
