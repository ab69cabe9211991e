"""Downtimes as they were."""

from sqlalchemy import func, select

from engine.registry.database import Database
from engine.registry.records import columns, record
from engine.uptime.tables import DOWNTIMES
from schemas.questions import Page
from schemas.uptime import Downtime
from schemas.uptime_answers import DowntimeSummary

_SHOWN = columns(DOWNTIMES, Downtime)


class Downtimes:
    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, monitor_id: int, page: Page) -> list[Downtime]:
        """The newest first."""
        statement = (
            select(*_SHOWN)
            .where(DOWNTIMES.c.monitor_id == monitor_id)
            .order_by(DOWNTIMES.c.started_ms.desc(), DOWNTIMES.c.id.desc())
            .limit(page.size)
            .offset((page.number - 1) * page.size)
        )
        with self._database.read() as connection:
            return [record(Downtime, row) for row in connection.execute(statement)]

    def summary(self, monitor_id: int, since_ms: int) -> DowntimeSummary:
        """Recent are those that began at `since_ms` or later."""
        statement = select(
            func.count(),
            func.count().filter(DOWNTIMES.c.ended_ms.is_(None)),
            func.count().filter(DOWNTIMES.c.started_ms >= since_ms),
        ).where(DOWNTIMES.c.monitor_id == monitor_id)
        with self._database.read() as connection:
            total, ongoing, recent = connection.execute(statement).one()
        return DowntimeSummary(total, ongoing, recent)
