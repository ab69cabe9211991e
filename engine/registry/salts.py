"""The key of each day's visitor hashes, and its end."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, insert, select

from engine.registry.database import Database
from engine.registry.tables import SALTS

SALT_BYTES = 16
LIFE = timedelta(hours=48)
_LAST_MIDNIGHT = timedelta(days=1, hours=12)
"""From a day's midnight in UTC to its end in the westernmost time zone (UTC-12)."""


def deadline_ms(day: date) -> int:
    """When the salt of a day is deleted: 48 hours after the day is over everywhere; epoch milliseconds."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int((midnight + _LAST_MIDNIGHT + LIFE).timestamp()) * 1000


class Salts:
    """Salts of days to come and of the last ones are shared by all processes, through the database.

    Hits of older days (imports, back-fills) get a salt that this process alone knows, for 48 hours and never on disk.
    """

    def __init__(self, database: Database, random_bytes: Callable[[int], bytes]) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._making = threading.Lock()
        self._known: dict[date, tuple[bytes, int]] = {}
        self._log_is_clean = False

    def salt(self, day: date) -> bytes:
        known = self._known.get(day)
        if known is not None and self._database.now_ms() < known[1]:
            return known[0]
        with self._making:
            return self._made(day)

    def purge(self) -> int:
        """Deletes salts whose time is over, so that their bytes are in no file any more; how many were in the database.

        To be called every few seconds; what a reader stood in the way of, the next call does.
        """
        now_ms = self._database.now_ms()
        if self._log_is_clean and not self._is_due(now_ms):
            return 0
        with self._making:
            self._known = {day: known for day, known in self._known.items() if now_ms < known[1]}
        with self._database.write() as connection:
            gone = connection.execute(delete(SALTS).where(SALTS.c.until_ms <= now_ms)).rowcount
        if gone or not self._log_is_clean:
            self._log_is_clean = self._database.empty_write_ahead_log()
        return gone

    def _is_due(self, now_ms: int) -> bool:
        """A look costs no write; one of another process may be due, too."""
        if any(until_ms <= now_ms for _, until_ms in list(self._known.values())):
            return True
        with self._database.read() as connection:
            return connection.execute(select(SALTS.c.day).where(SALTS.c.until_ms <= now_ms)).first() is not None

    def _made(self, day: date) -> bytes:
        now_ms = self._database.now_ms()
        known = self._known.get(day)
        if known is not None and now_ms < known[1]:
            return known[0]
        until_ms = deadline_ms(day)
        if now_ms < until_ms:
            salt = self._shared(day, until_ms)
        else:
            salt, until_ms = self._random_bytes(SALT_BYTES), now_ms + LIFE // timedelta(milliseconds=1)
        self._known[day] = (salt, until_ms)
        return salt

    def _shared(self, day: date, until_ms: int) -> bytes:
        """The write lock is held from before the look to after the insert, so all processes get the same salt."""
        with self._database.write() as connection:
            row = connection.execute(select(SALTS.c.salt).where(SALTS.c.day == day)).first()
            if row is not None:
                return bytes(row.salt)
            salt = self._random_bytes(SALT_BYTES)
            connection.execute(insert(SALTS).values(day=day, salt=salt, until_ms=until_ms))
        return salt
