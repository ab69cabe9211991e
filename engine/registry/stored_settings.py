"""Settings that the program itself makes or the dashboard changes, by name."""

from sqlalchemy import insert, select, update

from engine.registry.database import Database
from engine.registry.tables import SETTINGS


class StoredSettings:
    """Read from the database every time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, name: str) -> str | None:
        with self._database.read() as connection:
            return connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar_one_or_none()

    def put(self, name: str, value: str) -> None:
        with self._database.write() as connection:
            changed = connection.execute(update(SETTINGS).where(SETTINGS.c.name == name).values(value=value)).rowcount
            if not changed:
                connection.execute(insert(SETTINGS).values(name=name, value=value))
