"""How often each custom event came."""

from engine.reports.sources import Sources
from schemas.api_v2 import EventCount, Events
from schemas.questions import Days
from schemas.sites import Site


def events(sources: Sources, site: Site, days: Days) -> Events:
    rows = sources.ask_rollups("event_counts", site, days, ["event"])
    return Events([EventCount(name, count) for name, count in rows])
