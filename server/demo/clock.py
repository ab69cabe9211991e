"""A day in a time zone, as arithmetic that SQL can do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Clock:
    """Local time of day at `elapsed` ms into the day is `elapsed`, plus `shift_ms` from `change_ms` on."""

    midnight_ms: int
    """Epoch ms of the day's first instant."""
    length_ms: int
    change_ms: int
    """When within the day the clocks change; the day's length where they do not."""
    shift_ms: int

    @property
    def end_ms(self) -> int:
        """Epoch ms of the next day's first instant."""
        return self.midnight_ms + self.length_ms

    def hour(self, elapsed_ms: int) -> int:
        return (elapsed_ms + (self.shift_ms if elapsed_ms >= self.change_ms else 0)) // HOUR_MS


def today_in(zone: str, now_ms: int) -> date:
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(zone)).date()


def clock_of(day: date, zone: ZoneInfo) -> Clock:
    start, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    length = int((end - start).total_seconds() * 1000)
    as_shown = datetime.combine(day, time(), UTC)
    offset = as_shown - start
    change = _change_minutes(start, offset, length // 60_000, zone) * 60_000
    shift = _offset(start + timedelta(milliseconds=length - 1), zone) - offset
    return Clock(int(start.timestamp() * 1000), length, change, int(shift.total_seconds() * 1000))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _change_minutes(start: datetime, offset: timedelta, length: int, zone: ZoneInfo) -> int:
    """Minutes from `start` to the first one with another offset; `length` if there is none."""
    low, high = 0, length
    while low < high:
        middle = (low + high) // 2
        if _offset(start + timedelta(minutes=middle), zone) == offset:
            low = middle + 1
        else:
            high = middle
    return low
