"""What Hitlake itself found remarkable."""

from typing import Annotated

import msgspec
from pydantic import Field

from engine.insights.diary import Diary
from schemas.insights import Insight
from schemas.questions import Page
from server.mcp.answers import InsightRow, InsightsAnswer
from server.mcp.desk import Desk
from server.mcp.parameters import SiteName

SHOWN_FACTS = 15

HowMany = Annotated[int, Field(ge=1, le=14, description="So many, the newest first.")]


def get_insights(desk: Desk, site: SiteName = None, limit: HowMany = 1) -> InsightsAnswer:
    """What Hitlake wrote about a site's last seven days: traffic patterns, best content, recommendations.

    Each comes with the facts it was made of. A change is a fact only where chance does not explain it: before is the
    same in a usual week, the mean of the weeks before; unit says what value counts, views are pageviews. A running
    server writes one a day, at 01:00 of the site's time zone; none after a week with fewer than 10 hits.
    """
    found = desk.site(site)
    diary = desk.registry.diary
    rows, count = diary.page(found.id, Page(1, limit))
    return InsightsAnswer(found.domain, [_row(diary, row) for row in rows], count)


def _row(diary: Diary, row: Insight) -> InsightRow:
    facts = [msgspec.to_builtins(fact) for fact in diary.facts(row.id)[:SHOWN_FACTS]]
    return InsightRow(row.day.isoformat(), row.traffic_patterns, row.best_content, row.recommendations, facts)
