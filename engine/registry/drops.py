"""How many hits were not stored, and why."""

import threading
from collections import Counter
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from engine.measures import Tally
from engine.registry.database import Database
from engine.registry.tables import DROPS
from schemas.drops import DropReason

NO_SITE = 0
"""The site id of hits for a uid that no site has."""


class Drops:
    """`add` counts in memory; `save` writes what was counted since the last time. A crash loses the unsaved counts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counting = threading.Lock()
        self._unsaved: Counter[tuple[date, int, DropReason]] = Counter()
        self.since_start: Tally[DropReason] = Tally()

    def add(self, day: date, site_id: int, reason: DropReason, count: int = 1) -> None:
        with self._counting:
            self._unsaved[day, site_id, reason] += count
        self.since_start.add(reason, count)

    def save(self) -> None:
        with self._counting:
            counts, self._unsaved = self._unsaved, Counter()
        if not counts:
            return
        try:
            with self._database.write() as connection:
                for (day, site_id, reason), count in counts.items():
                    _add(connection, day, site_id, reason, count)
        except BaseException:
            with self._counting:
                self._unsaved.update(counts)
            raise

    def of_site(self, site_id: int, first: date, end: date) -> dict[DropReason, int]:
        """Of the days from `first` to before `end`, in the order of DropReason, unsaved ones included; no zeros."""
        self.save()
        statement = (
            select(DROPS.c.reason, func.sum(DROPS.c.count))
            .where(DROPS.c.site_id == site_id, DROPS.c.day >= first, DROPS.c.day < end)
            .group_by(DROPS.c.reason)
        )
        with self._database.read() as connection:
            found = {reason: int(count) for reason, count in connection.execute(statement)}
        return {reason: found[reason] for reason in DropReason if reason in found}


def _add(connection: Connection, day: date, site_id: int, reason: DropReason, count: int) -> None:
    row = (DROPS.c.day == day) & (DROPS.c.site_id == site_id) & (DROPS.c.reason == reason.value)
    if not connection.execute(update(DROPS).where(row).values(count=DROPS.c.count + count)).rowcount:
        connection.execute(insert(DROPS).values(day=day, site_id=site_id, reason=reason.value, count=count))
