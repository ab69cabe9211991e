"""Who is on the site now."""

from datetime import timedelta

from engine.reports.sources import Sources
from engine.storage.calendar import Calendar
from schemas.api_v2 import ActivePage, Realtime
from schemas.questions import Days
from schemas.sites import Site

ACTIVE_MINUTES = 5


def realtime(sources: Sources, site: Site, calendar: Calendar, now_ms: int) -> Realtime:
    """Visitors with a hit in the last 5 minutes."""
    since_ms = now_ms - ACTIVE_MINUTES * 60_000
    days = Days(calendar.day_at(site.id, since_ms), calendar.day_at(site.id, now_ms) + timedelta(days=1))
    rows = sources.ask_hits("realtime", site, days, since_ms=since_ms, now_ms=now_ms)
    return Realtime(
        active_visitors=next(visitors for path, visitors in rows if path is None),
        active_pages=[ActivePage(path, visitors) for path, visitors in rows if path is not None],
    )
