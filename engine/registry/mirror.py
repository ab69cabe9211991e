"""A picture of a table in memory, for the path of every hit."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection

from engine.registry.database import Database

CHECK_MS = 500
"""How old a picture may be when another process changed the table."""
MISS_MS = 20
"""The same for a name that is not in the picture: new ones are found soon, and made-up ones cannot wear out SQLite."""

P = TypeVar("P")


class Mirror(Generic[P]):
    """Immutable pictures: whoever holds one sees it whole. This process' own announced writes are in the next one."""

    def __init__(self, database: Database, name: str, load: Callable[[Connection], P]) -> None:
        """`name` is a row of `revisions`."""
        self._database = database
        self._name = name
        self._load = load
        self._loading = threading.Lock()
        self._announced = -1
        self._revision = -1
        self._checked_ms = 0
        self._picture: P
        self._refresh(CHECK_MS)

    def picture(self) -> P:
        self._refresh(CHECK_MS)
        return self._picture

    def picture_after_miss(self) -> P:
        self._refresh(MISS_MS)
        return self._picture

    def refresh(self) -> None:
        """For a thread that calls this every quarter of a second: then nobody else waits for the database."""
        self._refresh(CHECK_MS // 2)

    def _refresh(self, age_ms: int) -> None:
        if not self._is_older(age_ms):
            return
        with self._loading:
            if self._is_older(age_ms):
                self._look()

    def _is_older(self, age_ms: int) -> bool:
        if self._announced != self._database.announced:
            return True
        # A clock set back makes the age negative, which counts as old too.
        return not 0 <= self._database.now_ms() - self._checked_ms < age_ms

    def _look(self) -> None:
        announced, now_ms = self._database.announced, self._database.now_ms()
        with self._database.read() as connection:
            revision = self._database.revision(connection, self._name)
            if revision != self._revision:
                self._picture = self._load(connection)
        self._revision, self._announced, self._checked_ms = revision, announced, now_ms
