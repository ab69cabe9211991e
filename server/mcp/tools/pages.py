"""Pages: the most read ones ever, and in which order people read them."""

from typing import Annotated

from pydantic import Field

from engine.reports.journeys import journeys
from engine.reports.leaderboards import Leaderboards
from schemas.api_v1.journeys import Journey, PageVisitors
from schemas.questions import Page, Period
from server.mcp.answers import JourneyRow, JourneysAnswer, LeaderboardAnswer, LeaderboardRow, PageCount
from server.mcp.desk import Desk
from server.mcp.parameters import (
    FilterValues,
    FirstDay,
    LastDay,
    LastDays,
    Limit,
    PageNumber,
    SiteName,
    asked_days,
    asked_filters,
    span,
)

Search = Annotated[str | None, Field(description="Only pages whose path contains this text, in any case.")]


def get_journeys(
    desk: Desk,
    site: SiteName = None,
    last_days: LastDays = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    filters: FilterValues = None,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> JourneysAnswer:
    """Visits of several pages: which pages in which order, the newest visit first; and where they begin and end.

    Pages stand in the order of reading. started_at is in UTC. Visits of one page are only counted.
    """
    found = desk.site(site)
    days = asked_days(desk.today(found), last_days, first_day, last_day)
    rows, summary, ends = journeys(desk.sources(found), found, Period(days), Page(page, limit), asked_filters(filters))
    return JourneysAnswer(
        of=span(found, days),
        visits=summary.total_visitors,
        visits_of_several_pages=summary.multi_page_visitors,
        visits_of_one_page=summary.single_page_visitors,
        top_entry_pages=_counts(ends.top_entry_pages),
        top_exit_pages=_counts(ends.top_exit_pages),
        journeys=[_journey(row) for row in rows],
    )


def _counts(rows: list[PageVisitors]) -> list[PageCount]:
    return [PageCount(row.path, row.visitors) for row in rows]


def _journey(row: Journey) -> JourneyRow:
    return JourneyRow(
        started_at=row.first_hit.isoformat(),
        duration_seconds=round((row.last_hit - row.first_hit).total_seconds()),
        pages=[visited.path for visited in row.pages],
        referrer=row.referrer,
        country=row.country,
        browser=row.browser,
    )


def get_leaderboard(
    desk: Desk, site: SiteName = None, search: Search = None, limit: Limit = 20, page: PageNumber = 1
) -> LeaderboardAnswer:
    """The pages of a site by all their pageviews since it was added, the most read first.

    visitors: distinct visitors of each day, summed over days. percent_of_pageviews: of all pages of the site.
    """
    found = desk.site(site)
    board = Leaderboards(desk.sources(found), desk.now_ms).board(found, search)
    rows = [
        LeaderboardRow(row.path, row.total_hits, row.unique_hits, row.percentage)
        for row in board.rows(Page(page, limit))
    ]
    return LeaderboardAnswer(found.domain, rows, board.total_count)
