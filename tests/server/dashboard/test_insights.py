"""The Insights page."""

from datetime import date, timedelta

from schemas.insights import InsightChoices, Paragraphs
from schemas.reports import ReportKind
from tests.server.conftest import Running
from tests.server.dashboard.conftest import Person


def test_insights_are_shown_newest_first_and_as_text(running: Running, person: Person) -> None:
    diary = running.app.registry.diary
    for number in range(9):
        text = Paragraphs(f"Traffic {number}.", "“<script>alert(1)</script>” rose.", "Act.")
        diary.keep(running.site.id, date(2026, 3, 1) + timedelta(days=number), [], text, "narrator")
    address = f"/sites/{running.site.uid}/insights"
    page, older = person.client.get(address).text, person.client.get(f"{address}?page=2").text
    assert page.index("Traffic 8.") < page.index("Traffic 2.")
    assert "Monday, 9 March 2026" in page
    assert "Traffic 1." not in page
    assert "Traffic 1." in older
    assert "<script>alert" not in page


def test_the_owner_chooses_and_nobody_else(running: Running, person: Person) -> None:
    address = f"/sites/{running.site.uid}/insights"
    diary = running.app.registry.diary
    assert "once they hold 10 hits" in person.client.get(address).text
    assert person.send(address).status_code == 303
    assert diary.choices(running.site.id) == InsightChoices(enabled=False)
    assert "Insights are switched off." in person.client.get(address).text
    person.send(address, enabled="on", model="on")
    assert diary.choices(running.site.id) == InsightChoices(enabled=True, model=True)
    assert person.client.post(address, data={"enabled": "on"}).status_code == 403
    assert person.send(f"/sites/{running.other_site.uid}/insights", enabled="on").status_code == 404
    assert person.client.get(f"{address}?page=x").status_code == 400


def test_a_report_that_is_switched_on_begins_with_the_next_one(running: Running, person: Person) -> None:
    mailed = running.app.registry.mailed
    assert mailed.is_due(running.site.id, ReportKind.WEEKLY, date(2026, 3, 9))
    person.send(f"/sites/{running.site.uid}/insights", enabled="on", weekly_report="on")
    assert not mailed.is_due(running.site.id, ReportKind.WEEKLY, date(2026, 3, 9))
    assert mailed.is_due(running.site.id, ReportKind.WEEKLY, date(2026, 3, 16))
