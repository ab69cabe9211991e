"""Visits of several pages, newest first, with what they and the other visits come to."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.reports.moment import Moment
from engine.reports.narrowing import Narrowing
from engine.reports.relation import Relation
from engine.reports.restrictions import Restriction, restriction
from engine.reports.sources import Sources
from engine.reports.stats import rounded_ratio
from engine.reports.windows import window
from schemas.api_v1.instants import second_of
from schemas.api_v1.journeys import Journey, JourneyInsights, JourneyPage, JourneySummary, PageVisitors
from schemas.filters import Filter
from schemas.questions import Days, Page, Period
from schemas.sites import Site


def journeys(
    sources: Sources, site: Site, period: Period, page: Page, filters: Sequence[Filter] = ()
) -> tuple[list[Journey], JourneySummary, JourneyInsights]:
    """The rows of the page; the summary's `multi_page_visitors` is the number of all rows."""
    wanted = restriction(site, period, instant="started_at")
    return sources.ask(lambda moment: _journeys(moment, site, wanted, page, Narrowing((), filters)))


def _journeys(
    moment: Moment, site: Site, wanted: Restriction, page: Page, narrowing: Narrowing
) -> tuple[list[Journey], JourneySummary, JourneyInsights]:
    hits = moment.hits(site, wanted.days) if narrowing.needs_hits else Relation("hits", "")
    open_visits = moment.open_visits(site, wanted.days)

    def asked(statement: str, days: Days, **values: object) -> list[tuple[Any, ...]]:
        visits = moment.visits(site, days, open_visits)
        where = f"{wanted.where} and {narrowing.conditions(visits.sql, hits.sql)}"
        values |= hits.values | visits.values | wanted.values | narrowing.values()
        relation = Relation("visits", visits.sql, values, hits.tables | visits.tables)
        return moment.rows(statement, relation, {"where": where})

    days = asked("journey_days", wanted.days)
    ends = asked("journey_ends", wanted.days)
    found = window({day: several for day, several, _ in days}, page)
    rows: Sequence[tuple[Any, ...]] = ()
    if found is not None:
        rows = asked("journeys_page", found.days, size=page.size, skipped=found.skipped)
    several, single = sum(row[1] for row in days), sum(row[2] for row in days)
    return (
        [_journey(*row) for row in rows],
        _summary(several, single),
        JourneyInsights(*(_ends(ends, s) for s in _SIDES)),
    )


_SIDES = ("entry", "exit")


def _ends(rows: Sequence[tuple[str, str, int]], side: str) -> list[PageVisitors]:
    return [PageVisitors(path, visits) for of_side, path, visits in rows if of_side == side]


def _summary(several: int, single: int) -> JourneySummary:
    total = several + single
    return JourneySummary(total, several, single, rounded_ratio(1000 * single, total) / 10)


def _journey(
    visitor: int,
    pages: Sequence[Mapping[str, Any]],
    started_ms: int,
    duration_ms: int,
    referrer: str | None,
    country: str | None,
    browser: str | None,
) -> Journey:
    return Journey(
        visitor_hash=f"{visitor:016x}",
        page_count=len(pages),
        pages=[JourneyPage(page["path"], second_of(page["visited_ms"])) for page in pages],
        entry_page=pages[0]["path"],
        exit_page=pages[-1]["path"],
        session_duration=duration_text(duration_ms // 1000),
        first_hit=second_of(started_ms),
        last_hit=second_of(started_ms + duration_ms),
        duration_minutes=duration_ms // 60_000,
        referrer=referrer,
        country=country,
        browser=browser,
    )


def duration_text(seconds: int) -> str:
    """`45s` under a minute, `8m` under an hour, else `1h 5m`: what is left over is cut off."""
    minutes = seconds // 60
    if minutes < 1:
        return f"{seconds}s"
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60}h {minutes % 60}m"
