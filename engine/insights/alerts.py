"""What cannot wait for tomorrow: an hour with far more people than usual, hours with far fewer, and hours with none."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from engine.insights.chance import surprise
from engine.reports.breakdown import Totals
from engine.reports.series import hourly
from engine.reports.sources import Sources
from schemas.alerts import Alert
from schemas.questions import Days
from schemas.sites import Site
from schemas.uptime import NoticeKind

WEEKS = 4
"""The same hours of so many weeks before are what is usual; all of them must have been measured."""
SURE = 6.0
"""Standard deviations: 24 looks a day for years must not cry wolf."""
SPIKE_LEAST, SPIKE_TIMES = 50, 3
DROP_HOURS, DROP_USUAL, DROP_SHARE = 3, 60, 0.3
SILENT_USUAL, SILENT_HOURS = 30, 24
"""Visitors that usually come in hours in which nobody came; and how many hours are looked back at most."""

NOTHING = Totals()


def alerts_of(sources: Sources, site: Site, now: datetime) -> list[Alert]:
    """`now` is on the site's clock; the hour that is not over is left out. Blocks; errors as of Sources."""
    today = now.date()
    days = Days(today - timedelta(days=7 * WEEKS + 1), today + timedelta(days=1))
    by_hour = hourly(sources, site, days)
    return found_alerts(by_hour, now)


def found_alerts(by_hour: Mapping[tuple[date, int], Totals], now: datetime) -> list[Alert]:
    if not by_hour or min(by_hour) > _place(now, 0, WEEKS):
        return []
    return [alert for alert in (_silence(by_hour, now), _spike(by_hour, now), _drop(by_hour, now)) if alert]


def _silence(by_hour: Mapping[tuple[date, int], Totals], now: datetime) -> Alert | None:
    """The fewest hours that say it."""
    for hours in range(1, SILENT_HOURS + 1):
        if _visitors(by_hour, now, hours, 0):
            return None
        usual = _usual(by_hour, now, hours)
        if min(usual) >= SILENT_USUAL:
            return Alert(NoticeKind.TRAFFIC_SILENT, hours, 0, round(sum(usual) / WEEKS))
    return None


def _spike(by_hour: Mapping[tuple[date, int], Totals], now: datetime) -> Alert | None:
    count, usual = _visitors(by_hour, now, 1, 0), _usual(by_hour, now, 1)
    mean = sum(usual) / WEEKS
    if count < SPIKE_LEAST or count < SPIKE_TIMES * max(mean, *usual, 1) or surprise(count, usual) < SURE:
        return None
    return Alert(NoticeKind.TRAFFIC_SPIKE, 1, count, round(mean))


def _drop(by_hour: Mapping[tuple[date, int], Totals], now: datetime) -> Alert | None:
    count, usual = _visitors(by_hour, now, DROP_HOURS, 0), _usual(by_hour, now, DROP_HOURS)
    if not count or min(usual) < DROP_USUAL or count > DROP_SHARE * min(usual) or surprise(count, usual) > -SURE / 2:
        return None
    return Alert(NoticeKind.TRAFFIC_DROP, DROP_HOURS, count, round(sum(usual) / WEEKS))


def _usual(by_hour: Mapping[tuple[date, int], Totals], now: datetime, hours: int) -> Sequence[int]:
    return [_visitors(by_hour, now, hours, week) for week in range(1, WEEKS + 1)]


def _visitors(by_hour: Mapping[tuple[date, int], Totals], now: datetime, hours: int, weeks: int) -> int:
    return sum(by_hour.get(_place(now, back, weeks), NOTHING).visitors for back in range(1, hours + 1))


def _place(now: datetime, hours: int, weeks: int) -> tuple[date, int]:
    """Of the clock on the wall: where it is changed, an hour is there twice or not at all, as for the people."""
    then = now.replace(tzinfo=None) - timedelta(hours=hours, days=7 * weeks)
    return then.date(), then.hour
