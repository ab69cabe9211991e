"""Who is on the site now, where from and on what, and how the last half hour went."""

from dataclasses import dataclass
from datetime import timedelta

from engine.reports.realtime import ACTIVE_MINUTES
from engine.reports.sources import Sources
from engine.storage.calendar import Calendar
from schemas.questions import Days
from schemas.sites import Site

MINUTES = 30
MOST = 60
"""Values of each kind."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Distinct visitors of the last 5 minutes, most first by value; `views` are of the minutes, oldest first."""

    visitors: int
    pages: dict[str, int]
    countries: dict[str, int]
    referrers: dict[str, int]
    views: list[int]


def presence(sources: Sources, site: Site, calendar: Calendar, now_ms: int) -> Presence:
    begin_ms = now_ms - MINUTES * 60_000 + 1
    days = Days(calendar.day_at(site.id, begin_ms), calendar.day_at(site.id, now_ms) + timedelta(days=1))
    rows = sources.ask_hits("presence", site, days, begin_ms=begin_ms, now_ms=now_ms, active=ACTIVE_MINUTES, most=MOST)
    found: dict[str, dict[str, int]] = {}
    for kind, value, count in rows:
        found.setdefault(kind, {})[value] = count
    minutes = found.get("minute", {})
    return Presence(
        visitors=found.get("total", {}).get("", 0),
        pages=found.get("path", {}),
        countries=found.get("country", {}),
        referrers=found.get("referrer_host", {}),
        views=[minutes.get(str(ago), 0) for ago in reversed(range(MINUTES))],
    )
