"""The answer of API v1 about a monitor, as of a moment."""

from msgspec.structs import replace

from engine.uptime.certificates import days_left
from engine.uptime.course import course_at, uptime_percent
from engine.uptime.descriptions import interval_text, status_description
from engine.uptime.downtimes import Downtimes
from engine.uptime.durations import in_words
from engine.uptime.intervals import DAY_MS, PERIOD_MS, interval_ms
from engine.uptime.notice_contents import at
from schemas.api_v1.pagination import Pagination
from schemas.questions import Page
from schemas.sites import Site
from schemas.uptime import Certificate, Downtime, Health, Monitor, Registration
from schemas.uptime_answers import (
    DomainAnswer,
    DowntimeAnswer,
    MonitorAnswer,
    SslAnswer,
    UptimeAnswer,
)

SOON_DAYS = 30
RECENT_MS = 30 * DAY_MS


def uptime_report(site: Site, monitor: Monitor, downtimes: Downtimes, now_ms: int, page: Page) -> UptimeAnswer:
    """Blocks: reads the database."""
    monitor = replace(monitor, course=course_at(monitor.course, now_ms))
    rows = live_downtimes(downtimes, monitor, page)
    summary = downtimes.summary(monitor.id, since_ms=now_ms - RECENT_MS)
    return UptimeAnswer(
        monitor_answer(site, monitor, now_ms),
        [downtime_answer(row) for row in rows],
        Pagination.of(page, summary.total_downtimes),
        summary,
    )


def live_downtimes(downtimes: Downtimes, monitor: Monitor, page: Page) -> list[Downtime]:
    """The newest first; the one that goes on as long as `monitor` knows it. Blocks: reads the database."""
    return [_live(row, monitor) for row in downtimes.page(monitor.id, page)]


def monitor_answer(site: Site, monitor: Monitor, now_ms: int) -> MonitorAnswer:
    course = monitor.course
    check = course.last_check
    return MonitorAnswer(
        id=monitor.id,
        url=monitor.url or site.url,
        enabled=monitor.enabled,
        is_down=course.health is Health.DOWN,
        uptime=uptime_percent(course),
        last_check_at=at(check.checked_ms) if check else None,
        next_check_at=None if monitor.next_check_ms is None else at(monitor.next_check_ms),
        last_status_code=check.status if check else None,
        last_error_message=check.error if check else None,
        status_description=status_description(monitor),
        current_check_interval=interval_text(interval_ms(course)),
        period=PERIOD_MS // 1000,
        ssl=_ssl(monitor.certificate, now_ms),
        domain=_domain(monitor.registration, now_ms),
        auto_paused=monitor.auto_paused,
        created_at=at(monitor.created_ms),
        updated_at=at(monitor.updated_ms),
    )


def downtime_answer(downtime: Downtime) -> DowntimeAnswer:
    seconds = downtime.known_ms // 1000
    return DowntimeAnswer(
        id=downtime.id,
        error=downtime.error,
        started_at=at(downtime.started_ms),
        ended_at=None if downtime.ended_ms is None else at(downtime.ended_ms),
        duration=seconds,
        duration_in_words=in_words(seconds),
        partial=downtime.partial,
        ongoing=downtime.ended_ms is None,
    )


def _live(downtime: Downtime, monitor: Monitor) -> Downtime:
    ongoing = monitor.course.downtime
    return ongoing if ongoing is not None and ongoing.id == downtime.id else downtime


def _ssl(certificate: Certificate | None, now_ms: int) -> SslAnswer:
    if certificate is None:
        return SslAnswer()
    if certificate.expires_ms is None:
        return SslAnswer(valid=certificate.valid)
    days = days_left(certificate.expires_ms, now_ms)
    expires_at = at(certificate.expires_ms)
    return SslAnswer(expires_at, certificate.valid, 0 <= days < SOON_DAYS, days < 0, days)


def _domain(registration: Registration | None, now_ms: int) -> DomainAnswer:
    if registration is None:
        return DomainAnswer()
    tested_at = at(registration.tested_ms)
    if registration.expires_ms is None:
        return DomainAnswer(tested_at)
    days = days_left(registration.expires_ms, now_ms)
    expires_at = at(registration.expires_ms)
    return DomainAnswer(tested_at, expires_at, days, registration.source, days < 0, 0 <= days < SOON_DAYS, days)
