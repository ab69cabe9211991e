"""Kudos that visitors give to pages."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from engine.registry.database import Database
from engine.registry.records import columns, record
from engine.registry.tables import KUDOS
from engine.registry.tokens import BASE58, random_text
from schemas.errors import ConflictError, NotFoundError
from schemas.kudos import Kudo, KudosQuestion

UID_LENGTH = 12
_SHOWN = columns(KUDOS, Kudo)
_FORGOTTEN_AFTER = timedelta(days=3)
"""Of a day: by then it is over everywhere, and its salt is gone."""


class Kudos:
    """A visitor's kudo counts once a page and day. Its giver is known by the hash of the day, then forgotten."""

    def __init__(self, database: Database, random_bytes: Callable[[int], bytes]) -> None:
        self._database = database
        self._random_bytes = random_bytes

    def give(self, site_id: int, path: str, day: date, visitor: int) -> bool:
        """False when the visitor has given it already on this day."""
        giver = visitor.to_bytes(8, "big")
        with self._database.write() as connection:
            if _exists(connection, _given(site_id, path, day, giver)):
                return False
            self._insert(connection, site_id, path, day, None, giver)
        return True

    def add(self, site_id: int, path: str, day: date, uid: str | None = None) -> tuple[Kudo, bool]:
        """One without a giver; and whether it is new: that of the same uid and path is given back as it is.

        Raises ConflictError where the site has the uid for another path.
        """
        with self._database.write() as connection:
            found = _find(connection, site_id, uid) if uid else None
            if found is None:
                return self._insert(connection, site_id, path, day, uid, None), True
        if found.path != path:
            raise ConflictError(f"custom_uid {uid!r} is taken by a kudo for {found.path!r}; choose another")
        return found, False

    def remove(self, site_id: int, uid: str) -> Kudo:
        """As it was. Raises NotFoundError."""
        statement = delete(KUDOS).where(KUDOS.c.site_id == site_id, KUDOS.c.uid == uid).returning(*_SHOWN)
        with self._database.write() as connection:
            row = connection.execute(statement).first()
        if row is None:
            raise NotFoundError(f"this site has no kudo {uid!r}")
        return record(Kudo, row)

    def page(self, site_id: int, question: KudosQuestion) -> tuple[list[Kudo], int]:
        """The wanted ones, newest first, and how many there are in all."""
        wanted = _wanted(site_id, question)
        rows = select(*_SHOWN).where(*wanted).order_by(KUDOS.c.created_at.desc(), KUDOS.c.id.desc())
        with self._database.read() as connection:
            total = connection.execute(select(func.count()).select_from(KUDOS).where(*wanted)).scalar_one()
            found = connection.execute(rows.offset(question.page.offset).limit(question.page.size))
            return [record(Kudo, row) for row in found], int(total)

    def count(self, site_id: int, path: str) -> int:
        """Of all times."""
        wanted = [KUDOS.c.site_id == site_id, KUDOS.c.path == path]
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(KUDOS).where(*wanted)).scalar_one())

    def counts(self, site_ids: Sequence[int]) -> dict[int, int]:
        """Of all times, by site; sites without any are left out."""
        wanted = KUDOS.c.site_id.in_(site_ids)
        statement = select(KUDOS.c.site_id, func.count()).where(wanted).group_by(KUDOS.c.site_id)
        with self._database.read() as connection:
            return {site_id: int(count) for site_id, count in connection.execute(statement)}

    def forget_givers(self) -> int:
        """Of days that are over everywhere; how many. To be called every now and then."""
        over = KUDOS.c.day < (self._database.now() - _FORGOTTEN_AFTER).date()
        statement = update(KUDOS).where(over, KUDOS.c.giver.is_not(None)).values(giver=None)
        with self._database.write() as connection:
            return connection.execute(statement).rowcount

    def _insert(
        self, connection: Connection, site_id: int, path: str, day: date, uid: str | None, giver: bytes | None
    ) -> Kudo:
        values = {"site_id": site_id, "path": path, "day": day, "giver": giver, "created_at": self._database.now()}
        uid = uid or random_text(self._random_bytes, BASE58, UID_LENGTH)
        row = connection.execute(insert(KUDOS).values(values | {"uid": uid}).returning(*_SHOWN)).one()
        return record(Kudo, row)


def _given(site_id: int, path: str, day: date, giver: bytes) -> list[ColumnElement[bool]]:
    return [KUDOS.c.site_id == site_id, KUDOS.c.path == path, KUDOS.c.day == day, KUDOS.c.giver == giver]


def _exists(connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> bool:
    return connection.execute(select(KUDOS.c.id).where(*wanted)).first() is not None


def _find(connection: Connection, site_id: int, uid: str) -> Kudo | None:
    row = connection.execute(select(*_SHOWN).where(KUDOS.c.site_id == site_id, KUDOS.c.uid == uid)).first()
    return record(Kudo, row) if row else None


def _wanted(site_id: int, question: KudosQuestion) -> list[ColumnElement[bool]]:
    wanted = [
        KUDOS.c.site_id == site_id,
        KUDOS.c.created_at >= question.first,
        KUDOS.c.created_at < question.end,
    ]
    if question.path is not None:
        wanted.append(KUDOS.c.path == question.path)
    if question.uid is not None:
        wanted.append(KUDOS.c.uid == question.uid)
    return wanted
