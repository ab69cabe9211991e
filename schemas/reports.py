"""Reports by e-mail: what a site's last day, week or month was like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schemas.insights import Insight
from schemas.questions import Days


class ReportKind(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Figure:
    """Of the days and of those before them; both counts or both percent."""

    label: str
    now: int
    before: int
    unit: str = ""

    @property
    def change(self) -> int | None:
        """Percent; None where there was nothing before."""
        return round(100 * (self.now - self.before) / self.before) if self.before else None


@dataclass(frozen=True, slots=True)
class Report:
    kind: ReportKind
    days: Days
    figures: Sequence[Figure]
    pages: Sequence[tuple[str, int]]
    """The first ones, with their pageviews."""
    sources: Sequence[tuple[str, int]]
    """The first ones, with their visitors."""
    course: Sequence[tuple[date, int]]
    """Visitors of each day; of a daily report, of the last two weeks."""
    insight: Insight | None
