"""Looks once an hour whether a site's traffic is to be told about at once."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.insights.alerts import alerts_of
from engine.registry.registry import Registry
from engine.reports.sources import Sources
from schemas.alerts import Alert
from schemas.sites import Site
from schemas.uptime import NoticeKind

HOUR_MS = 3_600_000


class Alerting:
    """To be used by one thread. Hours before it was made are not judged by what is missing in them.

    Nobody was there then to count, so that silence says nothing about the site.
    """

    def __init__(self, registry: Registry, sources: Sources, now_ms: Callable[[], int]) -> None:
        self._registry, self._sources, self._now_ms = registry, sources, now_ms
        self._began_ms = now_ms()
        self._looked: dict[int, int] = {}

    def look(self, site: Site) -> None:
        """Blocks; errors as of Sources and the registry."""
        now_ms = self._now_ms()
        if self._looked.get(site.id) == now_ms // HOUR_MS:
            return
        now = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(site.time_zone))
        for alert in alerts_of(self._sources, site, now):
            if alert.kind is NoticeKind.TRAFFIC_SPIKE or self._was_there(alert, now, now_ms):
                self._registry.outbox.alert(site, alert)
        self._looked[site.id] = now_ms // HOUR_MS

    def _was_there(self, alert: Alert, now: datetime, now_ms: int) -> bool:
        back_ms = alert.hours * HOUR_MS + (now.minute * 60 + now.second) * 1000
        return now_ms - back_ms >= self._began_ms
