"""Insights: facts about a site's week, the three paragraphs made of them, and the answer of API v1."""

from datetime import date
from enum import StrEnum

import msgspec

from schemas.api_v1.pagination import Pagination


class FactKind(StrEnum):
    WEEK = "week"
    """Pageviews of the week, against a usual one; always there."""
    VISITORS = "visitors"
    MONTH_AGO = "month_ago"
    """Pageviews of the week, against the one four weeks ago."""
    BEST_DAY = "best_day"
    PEAK_HOUR = "peak_hour"
    WEEKDAY_SHIFT = "weekday_shift"
    """A weekday took over from another one, `other`."""
    HOUR_SHIFT = "hour_shift"
    DAY_SPIKE = "day_spike"
    DAY_DROP = "day_drop"
    RECORD_DAY = "record_day"
    RECORD_WEEK = "record_week"
    BURST = "burst"
    """An hour of visits that look like a machine's."""
    DECLINE = "decline"
    GROWTH = "growth"
    PAGE_UP = "page_up"
    PAGE_DOWN = "page_down"
    PAGE_NEW = "page_new"
    SOURCE_UP = "source_up"
    SOURCE_DOWN = "source_down"
    SOURCE_NEW = "source_new"
    CAMPAIGN_UP = "campaign_up"
    CAMPAIGN_NEW = "campaign_new"
    COUNTRY_UP = "country_up"
    COUNTRY_DOWN = "country_down"
    COUNTRY_NEW = "country_new"
    EVENT_UP = "event_up"
    EVENT_DOWN = "event_down"
    DEVICE_SHIFT = "device_shift"
    TOP_PAGE = "top_page"
    """One for each of the first pages; `place` counts from 1."""
    TOP_SOURCE = "top_source"
    TOP_COUNTRY = "top_country"
    TOP_EVENT = "top_event"
    TOP_ENTRY = "top_entry"
    TOP_EXIT = "top_exit"
    BOUNCE_PAGE = "bounce_page"
    """An entry page that more visits leave at once than the site's others; in percent."""
    BOUNCE_UP = "bounce_up"
    """An entry page that more visits leave at once than in the weeks before; in percent."""
    EXIT_UP = "exit_up"
    """A page at which more of the visits that saw it, and not it alone, end than in the weeks before; in percent."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is so, and how much it matters. Everything that a text may say of it is in here."""

    kind: FactKind
    value: int
    unit: str = "views"
    """views, visitors, visits, events or percent."""
    subject: str | None = None
    """A page, source, country code, weekday, hour of the clock, device, event, or a day as a date."""
    other: str | None = None
    """The subject of the other side, where there are two."""
    before: int | None = None
    """The same in a usual week, which is the mean of the `weeks` before; or on the other side."""
    weeks: int = 0
    """How many weeks the comparison goes back."""
    share: int | None = None
    """Percent of the whole."""
    place: int = 0
    score: float = 0.0

    @property
    def change(self) -> int | None:
        """Percent, since `before`."""
        return round(100 * (self.value - self.before) / self.before) if self.before else None


class Paragraphs(msgspec.Struct, frozen=True):
    traffic_patterns: str
    best_content: str
    recommendations: str


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """Of `day`, on which it was written, about the seven days before it."""

    id: int
    site_id: int
    day: date
    generated_ms: int
    author: str
    """narrator or model."""
    traffic_patterns: str
    best_content: str
    recommendations: str


class InsightChoices(msgspec.Struct, frozen=True, kw_only=True):
    """What a site's owner chose."""

    enabled: bool = True
    model: bool = False
    """Facts may be sent to the model that the settings name."""
    daily_report: bool = False
    weekly_report: bool = False
    monthly_report: bool = False
    alerts: bool = False


class InsightAnswer(msgspec.Struct, frozen=True):
    id: int
    insights_for_date: str
    formatted_insights_date: str
    generated_at: str
    traffic_patterns: str
    best_content: str
    recommendations: str


class InsightSiteAnswer(msgspec.Struct, frozen=True):
    id: int
    uid: str
    url: str
    label: str
    insights_enabled: bool
    daily_insight_reports_active: bool
    next_insight_job_scheduled_at: str | None


class InsightsAnswer(msgspec.Struct, frozen=True):
    insights: list[InsightAnswer]
    """The newest first."""
    pagination: Pagination
    site: InsightSiteAnswer
