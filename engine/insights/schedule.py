"""When an insight is written: at 01:00 of the site's clock, about the seven days that ended at midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schemas.insights import InsightChoices

HOUR = time(1)
CATCH_UP_DAYS = 7
"""Days that are written afterwards when nobody was there to write them."""


def run_at(day: date, zone: str) -> datetime:
    """In UTC. Where the clock skips that hour, the moment of the change."""
    return datetime.combine(day, HOUR, ZoneInfo(zone)).astimezone(UTC)


def next_run(now_ms: int, zone: str) -> datetime:
    """In UTC, after now."""
    return run_at(due_day(now_ms, zone) + timedelta(days=1), zone)


def due_day(now_ms: int, zone: str) -> date:
    """The newest day whose hour has come."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    today = now.astimezone(ZoneInfo(zone)).date()
    return today if run_at(today, zone) <= now else today - timedelta(days=1)


def days_due(choices: InsightChoices, considered: date | None, due: date) -> list[date]:
    """To be written now, the oldest first; of a site that was never considered, the newest alone."""
    if not choices.enabled:
        return []
    first = due if considered is None else max(considered + timedelta(days=1), due - timedelta(days=CATCH_UP_DAYS - 1))
    return [first + timedelta(days=n) for n in range((due - first).days + 1)]
