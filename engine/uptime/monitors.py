"""Monitors: what is to be checked when, and what came of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from engine.registry.database import Database
from engine.registry.records import columns, record
from engine.uptime.certificates import certificate_after
from engine.uptime.course import course_after, resumed
from engine.uptime.history import KEPT_DAYS
from engine.uptime.intervals import DAY_MS, gives_up, next_check_ms
from engine.uptime.outbox import Outbox
from engine.uptime.tables import CHECKS, DOWNTIMES, MONITORS, NOTICES
from schemas.errors import NotFoundError
from schemas.sites import Site
from schemas.uptime import Certificate, Change, Check, Course, Downtime, Health, Monitor, NoticeKind, Registration

_DOWNTIME = columns(DOWNTIMES, Downtime)


class Monitors:
    """One a site at most; from the moment it is first switched on."""

    def __init__(self, database: Database, random_bytes: Callable[[int], bytes], outbox: Outbox) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._outbox = outbox

    def find(self, site_id: int) -> Monitor | None:
        with self._database.read() as connection:
            row = connection.execute(select(MONITORS).where(MONITORS.c.site_id == site_id)).first()
            return _monitor(connection, row) if row else None

    def all(self) -> list[Monitor]:
        """By site, those that are switched off too."""
        return self._select(MONITORS.c.id > 0)

    def due(self, most: int | None = None, except_sites: Collection[int] = ()) -> list[Monitor]:
        """Those to check now, the longest due first."""
        condition = MONITORS.c.next_check_ms <= self._database.now_ms()
        return self._select(condition & MONITORS.c.site_id.not_in(except_sites), most)

    def count_on(self) -> int:
        """Those that have a next check."""
        with self._database.read() as connection:
            wanted = select(func.count()).where(MONITORS.c.next_check_ms.is_not(None))
            return int(connection.execute(wanted).scalar_one())

    def switch_on(self, site_id: int, url: str | None = None) -> Monitor:
        """Checked at once; a monitor that was on is resumed. `url` stays as it was when it is not given."""
        now_ms = self._database.now_ms()
        with self._database.write() as connection:
            row = connection.execute(select(MONITORS).where(MONITORS.c.site_id == site_id)).first()
            if row is None:
                values = _course_values(Course(counted_ms=now_ms)) | {"site_id": site_id, "url": url}
                values |= {"enabled": False, "auto_paused": False, "created_ms": now_ms, "updated_ms": now_ms}
                row = connection.execute(insert(MONITORS).values(values).returning(MONITORS)).one()
            monitor = _monitor(connection, row)
            values = {} if url in {None, monitor.url} else {"url": url, "certificate": None, "registration": None}
            if values and monitor.next_check_ms is not None:
                values |= {"next_check_ms": now_ms}
            if not monitor.enabled or monitor.auto_paused:
                values |= {"enabled": True, "auto_paused": False, "next_check_ms": now_ms}
                _save_downtime(connection, monitor.id, resumed(monitor.course).downtime)
            self._set(connection, monitor.id, values)
            return self._read(connection, site_id)

    def resume(self, site_id: int) -> Monitor:
        """After it paused by itself: what the dashboard's one click does. Raises NotFoundError where it is off."""
        monitor = self.find(site_id)
        if monitor is None or not monitor.enabled:
            raise NotFoundError(f"site {site_id} is not monitored")
        return self.switch_on(site_id)

    def switch_off(self, site_id: int) -> Monitor | None:
        """What was found stays; None where there never was a monitor."""
        monitor = self.find(site_id)
        if monitor is None:
            return None
        with self._database.write() as connection:
            self._set(connection, monitor.id, {"enabled": False, "auto_paused": False, "next_check_ms": None})
            return self._read(connection, site_id)

    def note_check(self, site: Site, check: Check) -> Change | None:
        """Keeps the check and what follows from it. One that was switched off meanwhile keeps nothing."""
        with self._database.write() as connection:
            monitor = self._read(connection, site.id)
            if monitor.next_check_ms is None:
                return None
            course, change, ended = course_after(monitor.course, check)
            downtime = _save_downtime(connection, monitor.id, ended or course.downtime)
            paused = gives_up(course)
            next_ms = None if paused else next_check_ms(course, self._random_bytes)
            values = _course_values(course) | {"next_check_ms": next_ms, "auto_paused": paused}
            self._set(connection, monitor.id, values)
            _keep_check(connection, site.id, check)
            if change:
                kind = NoticeKind.DOWN if change is Change.WENT_DOWN else NoticeKind.UP
                self._outbox.put(connection, kind, site, monitor, downtime=downtime)
            if paused:
                self._outbox.put(connection, NoticeKind.PAUSED, site, monitor, downtime=downtime)
        return Change.PAUSED if paused else change

    def note_certificate(self, site: Site, seen: Certificate) -> None:
        with self._database.write() as connection:
            monitor = self._read(connection, site.id)
            certificate, due = certificate_after(monitor.certificate, seen)
            self._set(connection, monitor.id, {"certificate": certificate})
            for kind in due:
                self._outbox.put(connection, kind, site, monitor, certificate=certificate)

    def note_registration(self, site_id: int, seen: Registration) -> None:
        """A look-up that found nothing leaves what was known."""
        with self._database.write() as connection:
            monitor = self._read(connection, site_id)
            known = monitor.registration
            if known is not None and seen.expires_ms is None:
                seen = Registration(tested_ms=seen.tested_ms, expires_ms=known.expires_ms, source=known.source)
            self._set(connection, monitor.id, {"registration": seen})

    def purge(self) -> None:
        """Deletes checks and notices that are older than KEPT_DAYS; to be called once a day."""
        before_ms = self._database.now_ms() - KEPT_DAYS * DAY_MS
        with self._database.write() as connection:
            connection.execute(delete(CHECKS).where(CHECKS.c.checked_ms < before_ms))
            connection.execute(delete(NOTICES).where(NOTICES.c.created_ms < before_ms))

    def _select(self, condition: Any, most: int | None = None) -> list[Monitor]:
        order = (MONITORS.c.next_check_ms, MONITORS.c.site_id)
        with self._database.read() as connection:
            rows = connection.execute(select(MONITORS).where(condition).order_by(*order).limit(most)).all()
            return [_monitor(connection, row) for row in rows]

    def _read(self, connection: Connection, site_id: int) -> Monitor:
        row = connection.execute(select(MONITORS).where(MONITORS.c.site_id == site_id)).one()
        return _monitor(connection, row)

    def _set(self, connection: Connection, monitor_id: int, values: Mapping[str, Any]) -> None:
        changed = {**values, "updated_ms": self._database.now_ms()}
        connection.execute(update(MONITORS).where(MONITORS.c.id == monitor_id).values(changed))


def _monitor(connection: Connection, row: Row[Any]) -> Monitor:
    ongoing = (DOWNTIMES.c.monitor_id == row.id) & DOWNTIMES.c.ended_ms.is_(None)
    downtime = connection.execute(select(*_DOWNTIME).where(ongoing)).first()
    course = Course(
        health=Health(row.health),
        up_ms=row.up_ms,
        down_ms=row.down_ms,
        counted_ms=row.counted_ms,
        last_check=row.last_check,
        doubt=row.doubt,
        downtime=record(Downtime, downtime) if downtime else None,
    )
    named: Sequence[str] = [name for name in Monitor.__struct_fields__ if name != "course"]
    return Monitor(course=course, **{name: getattr(row, name) for name in named})


def _course_values(course: Course) -> dict[str, Any]:
    return {
        "health": course.health.value,
        "up_ms": course.up_ms,
        "down_ms": course.down_ms,
        "counted_ms": course.counted_ms,
        "last_check": course.last_check,
        "doubt": course.doubt,
    }


def _save_downtime(connection: Connection, monitor_id: int, downtime: Downtime | None) -> Downtime | None:
    """As it is stored: with its id."""
    if downtime is None:
        return None
    values = {column.name: getattr(downtime, column.name) for column in _DOWNTIME if column.name != "id"}
    if downtime.id:
        connection.execute(update(DOWNTIMES).where(DOWNTIMES.c.id == downtime.id).values(values))
        return downtime
    statement = insert(DOWNTIMES).values(values | {"monitor_id": monitor_id}).returning(*_DOWNTIME)
    return record(Downtime, connection.execute(statement).one())


def _keep_check(connection: Connection, site_id: int, check: Check) -> None:
    row = (CHECKS.c.site_id == site_id) & (CHECKS.c.checked_ms == check.checked_ms)
    connection.execute(delete(CHECKS).where(row))
    values = {name: getattr(check, name) for name in Check.__struct_fields__}
    connection.execute(insert(CHECKS).values(values | {"site_id": site_id}))
