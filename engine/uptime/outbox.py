"""Notices that wait to be sent, and what became of them: on disk, so that a restart loses none."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from engine.registry.database import Database
from engine.registry.records import columns, record
from engine.uptime.intervals import HOUR_MS, MINUTE_MS, SECOND_MS
from engine.uptime.notice_contents import notice_content
from engine.uptime.tables import NOTICES
from schemas.alerts import Alert
from schemas.sites import Site
from schemas.uptime import Certificate, Channel, Downtime, Monitor, Notice, NoticeKind

RETRY_MS = (10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS)
"""From a failed try to the next; after the last one the notice is given up."""

ALERT_REST_MS = 24 * HOUR_MS

_SHOWN = columns(NOTICES, Notice)


class Outbox:
    """`channels` are those that notices go out by; without any, none are made."""

    def __init__(
        self, database: Database, random_bytes: Callable[[int], bytes], channels: Sequence[Channel] = ()
    ) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._channels = channels

    def put(
        self,
        connection: Connection,
        kind: NoticeKind,
        site: Site,
        monitor: Monitor | None,
        downtime: Downtime | None = None,
        certificate: Certificate | None = None,
        alert: Alert | None = None,
    ) -> None:
        """Within the transaction that makes it true: there is a notice if and only if that is kept."""
        now_ms = self._database.now_ms()
        for channel in self._channels:
            notice_id = f"msg_{self._random_bytes(12).hex()}"
            content = notice_content(notice_id, kind, now_ms, site, monitor, downtime, certificate, alert)
            values = {"id": notice_id, "site_id": site.id, "kind": kind.value, "channel": channel.value}
            values |= {"content": content, "created_ms": now_ms, "attempts": 0, "next_try_ms": now_ms}
            connection.execute(insert(NOTICES).values(values))

    def alert(self, site: Site, alert: Alert) -> None:
        """Unless one of its kind was told of the site in the last day."""
        since_ms = self._database.now_ms() - ALERT_REST_MS
        told = (NOTICES.c.site_id == site.id) & (NOTICES.c.kind == alert.kind.value) & (NOTICES.c.created_ms > since_ms)
        with self._database.write() as connection:
            if connection.execute(select(NOTICES.c.id).where(told)).first() is None:
                self.put(connection, alert.kind, site, None, alert=alert)

    def due(self) -> list[Notice]:
        """The oldest first."""
        return self._select(NOTICES.c.next_try_ms <= self._database.now_ms())

    def of_site(self, site_id: int) -> list[Notice]:
        """The oldest first."""
        return self._select(NOTICES.c.site_id == site_id)

    def undelivered(self, since_ms: int) -> int:
        """Notices made since then whose last try failed, whether they are tried again or given up."""
        failed = NOTICES.c.error.is_not(None) & (NOTICES.c.created_ms >= since_ms)
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(NOTICES).where(failed)).scalar_one())

    def delivered(self, notice: Notice) -> None:
        now_ms = self._database.now_ms()
        self._set(notice, {"attempts": notice.attempts + 1, "next_try_ms": None, "delivered_ms": now_ms, "error": None})

    def failed(self, notice: Notice, error: str, *, final: bool = False) -> None:
        """To be tried again later, unless that is over or would be in vain (`final`)."""
        over = final or notice.attempts >= len(RETRY_MS)
        next_try_ms = None if over else self._database.now_ms() + RETRY_MS[notice.attempts]
        self._set(notice, {"attempts": notice.attempts + 1, "next_try_ms": next_try_ms, "error": error})

    def _set(self, notice: Notice, values: dict[str, Any]) -> None:
        with self._database.write() as connection:
            connection.execute(update(NOTICES).where(NOTICES.c.id == notice.id).values(values))

    def _select(self, condition: Any) -> list[Notice]:
        with self._database.read() as connection:
            rows = connection.execute(select(*_SHOWN).where(condition).order_by(NOTICES.c.created_ms, NOTICES.c.id))
            return [record(Notice, row) for row in rows]
