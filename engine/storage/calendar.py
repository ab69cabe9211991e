"""Which day it is for a site, and which of its days are over."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class Calendar:
    """`zone_of` gives a site's time zone by its id, and None for a site that is not known: UTC then."""

    def __init__(
        self, now_ms: Callable[[], int], zone_of: Callable[[int], str | None], close_after_minutes: int
    ) -> None:
        self._now_ms, self._zone_of = now_ms, zone_of
        self._delay_ms = close_after_minutes * 60_000

    def today(self, site_id: int) -> date:
        return self.day_at(site_id, self._now_ms())

    def open_from(self, site_id: int) -> date:
        """The site's first day that is not over yet: days before it may be closed."""
        return self.day_at(site_id, self._now_ms() - self._delay_ms)

    def due_ms(self, site_id: int, day: date) -> int:
        """When the site's day may be closed, in epoch milliseconds."""
        midnight = datetime.combine(day + timedelta(days=1), time(), self._zone(site_id))
        return round(midnight.timestamp() * 1000) + self._delay_ms

    def day_at(self, site_id: int, at_ms: int) -> date:
        """The site's date at an instant, in epoch milliseconds."""
        return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self._zone(site_id)).date()

    def _zone(self, site_id: int) -> ZoneInfo:
        return ZoneInfo(self._zone_of(site_id) or "UTC")
