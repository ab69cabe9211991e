"""What a report tells, and which days it is about."""

from datetime import date, timedelta

from engine.insights.diary import Diary
from engine.reports.breakdown import Breakdown, Totals, breakdown
from engine.reports.series import daily, summed
from engine.reports.sources import Sources
from schemas.insights import InsightChoices
from schemas.questions import Days, Page
from schemas.reports import Figure, Report, ReportKind
from schemas.sites import Site

ROWS = 5
DAILY_COURSE = 14
NOTHING = Totals()


def chosen_reports(choices: InsightChoices) -> list[ReportKind]:
    """None where insights are off."""
    chosen = {
        ReportKind.DAILY: choices.daily_report,
        ReportKind.WEEKLY: choices.weekly_report,
        ReportKind.MONTHLY: choices.monthly_report,
    }
    return [kind for kind, is_chosen in chosen.items() if is_chosen and choices.enabled]


def report_day(kind: ReportKind, due: date) -> date:
    """The newest day, up to `due`, on which a report of the kind goes out: any, a Monday, or the first of a month."""
    if kind is ReportKind.DAILY:
        return due
    return due - timedelta(days=due.weekday()) if kind is ReportKind.WEEKLY else due.replace(day=1)


def reported_days(kind: ReportKind, day: date) -> Days:
    """The day, week or month that ended when `day` began."""
    if kind is ReportKind.MONTHLY:
        return Days((day - timedelta(days=1)).replace(day=1), day)
    return Days(day - timedelta(days=1 if kind is ReportKind.DAILY else 7), day)


def days_before(kind: ReportKind, days: Days) -> Days:
    """What they are compared with: the same weekday of the week before, the week or the month before."""
    if kind is ReportKind.DAILY:
        return Days(days.first - timedelta(days=7), days.end - timedelta(days=7))
    return reported_days(kind, days.first)


def report_of(sources: Sources, diary: Diary, site: Site, kind: ReportKind, day: date) -> Report | None:
    """None where nobody came in all of these days. Blocks; errors as of Sources."""
    days = reported_days(kind, day)
    before = days_before(kind, days)
    first = day - timedelta(days=DAILY_COURSE) if kind is ReportKind.DAILY else days.first
    by_day = daily(sources, site, Days(min(first, before.first), days.end))
    now, then = (summed([by_day.get(each, NOTHING) for each in run]) for run in (days, before))
    if not now.visits:
        return None
    pages = breakdown(sources, site, days, ["path"], order={"path": "pageviews"}, wanted=ROWS)["path"]
    found = breakdown(sources, site, days, ["referrer_host"], wanted=ROWS + 1)["referrer_host"]
    return Report(
        kind=kind,
        days=days,
        figures=_figures(now, then),
        pages=[(row.value or "", row.totals.pageviews) for row in pages.values],
        sources=_named(found),
        course=[(each, by_day.get(each, NOTHING).visitors) for each in Days(first, days.end)],
        insight=next((row for row in diary.page(site.id, Page(1, 1))[0] if row.day == day), None),
    )


def _named(found: Breakdown) -> list[tuple[str, int]]:
    return [(row.value, row.totals.visitors) for row in found.values if row.value is not None][:ROWS]


def _figures(now: Totals, then: Totals) -> list[Figure]:
    def bounced(totals: Totals) -> int:
        return round(100 * totals.bounces / totals.visits) if totals.visits else 0

    return [
        Figure("Visitors", now.visitors, then.visitors),
        Figure("Visits", now.visits, then.visits),
        Figure("Pageviews", now.pageviews, then.pageviews),
        Figure("Bounce rate", bounced(now), bounced(then), "%"),
    ]
