"""What the numbers are made of."""

from typing import Annotated

from pydantic import Field

from engine.reports.breakdown import breakdown
from server.mcp.answers import BreakdownAnswer, BreakdownRow, Numbers
from server.mcp.desk import Desk
from server.mcp.parameters import (
    DIMENSION_NAMES,
    METRIC_NAMES,
    DimensionName,
    FilterValues,
    FirstDay,
    LastDay,
    LastDays,
    Limit,
    MetricName,
    PageNumber,
    SiteName,
    asked_days,
    asked_filters,
    chosen,
    span,
)

Search = Annotated[str | None, Field(description="Only values that contain this text, in any case.")]


def get_breakdown(
    desk: Desk,
    dimension: DimensionName,
    site: SiteName = None,
    last_days: LastDays = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    filters: FilterValues = None,
    search: Search = None,
    order_by: MetricName = "visitors",
    limit: Limit = 20,
    page: PageNumber = 1,
) -> BreakdownAnswer:
    """The numbers of a site by page, referrer, source, country, device, event or another dimension.

    path: pages. entry, exit: first and last page of a visit. referrer_host: where visitors came from; referrer: the
    whole address. source: ref or utm_source. country: ISO 3166-1 code. event: custom events. hour: of the site's clock.
    A visit and a visitor may count for several values, such as pages, so rows need not sum up to get_stats. Numbers
    mean what get_stats says.
    """
    found = desk.site(site)
    days = asked_days(desk.today(found), last_days, first_day, last_day)
    name, order = chosen("dimension", dimension, DIMENSION_NAMES), chosen("order_by", order_by, METRIC_NAMES)
    answer = breakdown(
        desk.sources(found),
        found,
        days,
        [name],
        asked_filters(filters),
        order={name: order},
        search=search or None,
        skipped=(page - 1) * limit,
        wanted=limit,
    )[name]
    rows = [BreakdownRow(row.value, Numbers.of(row.totals)) for row in answer.values]
    return BreakdownAnswer(span(found, days), name, rows, answer.count)
