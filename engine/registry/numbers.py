"""Numbers that are given out once and never again, whatever happens."""

from sqlalchemy import Connection, insert, select, update

from engine.registry.database import Database
from engine.registry.tables import NUMBERS


class Numbers:
    """Each name counts by itself, from 1. What a crashed process had reserved and not used is skipped for ever."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(self, name: str, count: int) -> int:
        """The first of `count` numbers in a row that nobody else gets. On disk before it returns; costs an fsync."""
        if count < 1:
            raise ValueError(f"count {count}: 1 or more")
        with self._database.write() as connection:
            first = _following(connection, name)
            _set(connection, name, first + count)
        return first

    def raise_to(self, name: str, floor: int) -> bool:
        """From now on only numbers of `floor` and above are given out; for files that know more than the database.

        Whether that changes anything.
        """
        with self._database.read() as connection:
            enough = _following(connection, name) >= floor
        if enough:
            return False
        with self._database.write() as connection:
            _set(connection, name, max(floor, _following(connection, name)))
        return True


def _following(connection: Connection, name: str) -> int:
    return connection.execute(select(NUMBERS.c.following).where(NUMBERS.c.name == name)).scalar_one_or_none() or 1


def _set(connection: Connection, name: str, following: int) -> None:
    changed = connection.execute(update(NUMBERS).where(NUMBERS.c.name == name).values(following=following)).rowcount
    if not changed:
        connection.execute(insert(NUMBERS).values(name=name, following=following))
