"""GET /api/v1/sites/:id/insights"""

from datetime import date, timedelta

import pytest

from schemas.insights import InsightChoices, Paragraphs
from schemas.sites import Subscription
from tests.server.conftest import Running

TEXT = Paragraphs("Traffic.", "Content.", "Advice.")
FIRST = date(2026, 1, 1)


def write(running: Running, count: int) -> None:
    for number in range(count):
        running.app.registry.diary.keep(running.site.id, FIRST + timedelta(days=number), [], TEXT, "narrator")


def test_the_answer_has_the_document_s_fields(running: Running) -> None:
    write(running, 1)
    assert running.v1(f"/sites/{running.site.id}/insights").json() == {
        "insights": [
            {
                "id": 1,
                "insights_for_date": "2026-01-01",
                "formatted_insights_date": "January 1, 2026",
                "generated_at": "2026-03-10T12:00:00.000Z",
                "traffic_patterns": "Traffic.",
                "best_content": "Content.",
                "recommendations": "Advice.",
            }
        ],
        "pagination": {"current_page": 1, "per_page": 10, "total_count": 1, "total_pages": 1},
        "site": {
            "id": running.site.id,
            "uid": running.site.uid,
            "url": "https://example.com",
            "label": "My Website",
            "insights_enabled": True,
            "daily_insight_reports_active": False,
            "next_insight_job_scheduled_at": "2026-03-11T01:00:00Z",
        },
    }


@pytest.mark.parametrize(
    ("query", "days", "pages"),
    [
        ({}, range(59, 49, -1), 6),
        ({"page": "6"}, range(9, -1, -1), 6),
        ({"per_page": "200"}, range(59, 9, -1), 2),
        ({"page": "9"}, range(0), 6),
    ],
)
def test_they_come_newest_first_in_pages_of_fifty_at_most(
    running: Running, query: dict[str, str], days: range, pages: int
) -> None:
    write(running, 60)
    told = running.v1(f"/sites/{running.site.uid}/insights", **query).json()
    assert [row["insights_for_date"] for row in told["insights"]] == [str(FIRST + timedelta(days=n)) for n in days]
    assert told["pagination"]["total_pages"] == pages


def test_what_the_owner_chose_is_told(running: Running) -> None:
    running.app.registry.diary.choose(running.site.id, InsightChoices(daily_report=True))
    assert running.v1(f"/sites/{running.site.id}/insights").json()["site"]["daily_insight_reports_active"] is True
    running.app.registry.diary.choose(running.site.id, InsightChoices(enabled=False, daily_report=True))
    site = running.v1(f"/sites/{running.site.id}/insights").json()["site"]
    assert site["next_insight_job_scheduled_at"] is None
    assert (site["insights_enabled"], site["daily_insight_reports_active"]) == (False, False)


def test_another_account_s_site_and_an_account_without_subscription_are_refused(running: Running) -> None:
    assert running.v1(f"/sites/{running.other_site.id}/insights").status_code == 404
    running.app.registry.accounts.set_subscription(running.site.account_id, Subscription.INACTIVE)
    assert running.v1(f"/sites/{running.site.id}/insights").status_code == 403
