"""The day and hour of an instant in a time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_EPOCH = date(1970, 1, 1).toordinal()


def day_and_hour(time_zone: str, minute: int) -> tuple[int, int]:
    """Days since 1970-01-01 and hour of the clock at `minute` (whole minutes since the epoch, UTC).

    Every zone's clock has changed on whole UTC minutes since 1972, but not always on quarters of an hour.
    """
    local = datetime.fromtimestamp(minute * 60, ZoneInfo(time_zone))
    return local.toordinal() - _EPOCH, local.hour


def as_date(day: int) -> date:
    return date.fromordinal(day + _EPOCH)
