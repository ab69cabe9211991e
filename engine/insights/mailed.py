"""Which reports went out, and which are to be tried again."""

from datetime import date

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.insights.tables import REPORTS
from engine.registry.database import Database
from engine.uptime.outbox import RETRY_MS
from schemas.reports import ReportKind


class Mailed:
    """Thread-safe. A report that has no row was never due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_due(self, site_id: int, kind: ReportKind, day: date) -> bool:
        """From its first look on, until it was sent, left out or given up."""
        with self._database.read() as connection:
            row = connection.execute(select(REPORTS.c.next_try_ms).where(self._row(site_id, kind, day))).first()
        return row is None or (row.next_try_ms is not None and row.next_try_ms <= self._database.now_ms())

    def leave_out(self, site_id: int, kind: ReportKind, day: date) -> None:
        """It has its turn only from the next one on."""
        values = {"site_id": site_id, "kind": kind.value, "day": day, "attempts": 0}
        with self._database.write() as connection:
            connection.execute(insert(REPORTS).values(values).on_conflict_do_nothing())

    def sent(self, site_id: int, kind: ReportKind, day: date) -> None:
        self._note(site_id, kind, day, {"sent_ms": self._database.now_ms(), "next_try_ms": None, "error": None})

    def failed(self, site_id: int, kind: ReportKind, day: date, error: str, *, final: bool) -> None:
        """To be tried again later, unless that is over or would be in vain (`final`)."""
        with self._database.read() as connection:
            attempts = connection.execute(select(REPORTS.c.attempts).where(self._row(site_id, kind, day))).scalar() or 0
        over = final or attempts >= len(RETRY_MS)
        next_try_ms = None if over else self._database.now_ms() + RETRY_MS[attempts]
        self._note(site_id, kind, day, {"next_try_ms": next_try_ms, "error": error})

    def _note(self, site_id: int, kind: ReportKind, day: date, values: dict[str, object]) -> None:
        first = {"site_id": site_id, "kind": kind.value, "day": day, "attempts": 0}
        with self._database.write() as connection:
            connection.execute(insert(REPORTS).values(first).on_conflict_do_nothing())
            changed = values | {"attempts": REPORTS.c.attempts + 1}
            connection.execute(update(REPORTS).where(self._row(site_id, kind, day)).values(changed))

    @staticmethod
    def _row(site_id: int, kind: ReportKind, day: date) -> ColumnElement[bool]:
        return and_(REPORTS.c.site_id == site_id, REPORTS.c.kind == kind.value, REPORTS.c.day == day)
