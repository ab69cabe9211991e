"""What tools answer. Units stand in the names; an assistant reads them with the values.

Without slots: the protocol's library would take those for defaults and give the tools no schema.
"""

from dataclasses import dataclass
from typing import Any

from engine.reports.breakdown import Totals
from engine.reports.stats import rounded_ratio


@dataclass(frozen=True)
class SiteRow:
    domain: str
    uid: str
    id: int
    label: str
    time_zone: str
    today: str
    """Of the site."""
    active: bool
    """Whether hits are taken."""


@dataclass(frozen=True)
class SitesAnswer:
    sites: list[SiteRow]


@dataclass(frozen=True)
class Numbers:
    visitors: int
    pageviews: int
    visits: int
    events: int
    bounce_rate_percent: float
    average_visit_seconds: float

    @classmethod
    def of(cls, totals: Totals) -> "Numbers":
        return cls(
            visitors=totals.visitors,
            pageviews=totals.pageviews,
            visits=totals.visits,
            events=totals.events,
            bounce_rate_percent=rounded_ratio(1000 * totals.bounces, totals.visits) / 10,
            average_visit_seconds=rounded_ratio(totals.duration_ms, totals.visits * 100) / 10,
        )


@dataclass(frozen=True)
class Span:
    site: str
    first_day: str
    last_day: str
    time_zone: str


@dataclass(frozen=True)
class Point:
    at: str
    """A day, or a day with an hour of the site's clock."""
    visitors: int
    pageviews: int
    visits: int
    events: int


@dataclass(frozen=True)
class StatsAnswer:
    of: Span
    numbers: Numbers
    before: Numbers
    """Of as many days just before `first_day`."""
    before_first_day: str
    series: list[Point]


@dataclass(frozen=True)
class BreakdownRow:
    value: str | None
    """Null is none, or unknown."""
    numbers: Numbers


@dataclass(frozen=True)
class BreakdownAnswer:
    of: Span
    dimension: str
    rows: list[BreakdownRow]
    count: int
    """Values in all."""


@dataclass(frozen=True)
class JourneyRow:
    started_at: str
    duration_seconds: int
    pages: list[str]
    referrer: str | None
    country: str | None
    browser: str | None


@dataclass(frozen=True)
class PageCount:
    path: str
    visits: int


@dataclass(frozen=True)
class JourneysAnswer:
    of: Span
    visits: int
    visits_of_several_pages: int
    visits_of_one_page: int
    top_entry_pages: list[PageCount]
    """Of all visits with a pageview."""
    top_exit_pages: list[PageCount]
    journeys: list[JourneyRow]
    """The newest first."""


@dataclass(frozen=True)
class LeaderboardRow:
    path: str
    pageviews: int
    visitors: int
    percent_of_pageviews: float


@dataclass(frozen=True)
class LeaderboardAnswer:
    site: str
    rows: list[LeaderboardRow]
    count: int
    """Pages in all."""


@dataclass(frozen=True)
class InsightRow:
    written_on: str
    traffic_patterns: str
    best_content: str
    recommendations: str
    facts: list[dict[str, Any]]
    """What the texts were made of; `before` is the same in a usual week, the mean of the `weeks` before."""


@dataclass(frozen=True)
class InsightsAnswer:
    site: str
    insights: list[InsightRow]
    """The newest first."""
    count: int
    """Written ones in all."""


@dataclass(frozen=True)
class ActivePage:
    path: str
    visitors: int


@dataclass(frozen=True)
class RealtimeAnswer:
    site: str
    active_visitors: int
    pages: list[ActivePage]


@dataclass(frozen=True)
class SqlAnswer:
    columns: list[str]
    rows: list[list[Any]]
    is_cut: bool
    """There are more rows than were given."""
