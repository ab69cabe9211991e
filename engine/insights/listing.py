"""The answer of API v1 about a site's insights."""

from engine.insights.diary import Diary
from engine.insights.schedule import next_run
from engine.uptime.notice_contents import at
from schemas.api_v1.pagination import Pagination
from schemas.insights import Insight, InsightAnswer, InsightsAnswer, InsightSiteAnswer
from schemas.questions import Page
from schemas.sites import Site


def insights_report(diary: Diary, site: Site, now_ms: int, page: Page) -> InsightsAnswer:
    """Blocks: reads the database."""
    rows, count = diary.page(site.id, page)
    return InsightsAnswer([_answer(row) for row in rows], Pagination.of(page, count), _site(diary, site, now_ms))


def _answer(row: Insight) -> InsightAnswer:
    return InsightAnswer(
        id=row.id,
        insights_for_date=row.day.isoformat(),
        formatted_insights_date=f"{row.day:%B} {row.day.day}, {row.day.year}",
        generated_at=at(row.generated_ms),
        traffic_patterns=row.traffic_patterns,
        best_content=row.best_content,
        recommendations=row.recommendations,
    )


def _site(diary: Diary, site: Site, now_ms: int) -> InsightSiteAnswer:
    choices = diary.choices(site.id)
    runs = choices.enabled and site.active
    return InsightSiteAnswer(
        id=site.id,
        uid=site.uid,
        url=site.url,
        label=site.label,
        insights_enabled=runs,
        daily_insight_reports_active=runs and choices.daily_report,
        next_insight_job_scheduled_at=f"{next_run(now_ms, site.time_zone):%Y-%m-%dT%H:%M:%SZ}" if runs else None,
    )
