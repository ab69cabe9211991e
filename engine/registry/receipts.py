"""The ledger of receipts; `engine/storage/receipts.py` says what they are for."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import delete, func, select

from engine.registry.database import Database
from engine.registry.tables import RECEIPTS
from schemas.receipts import REMEMBERED_MS, Receipt

ROWS_A_TURN = 2000
"""How many are written or deleted while nobody else can write: some milliseconds."""

NAMES_A_LOOK = 500

T = TypeVar("T")

_SAVE = f"insert or ignore into receipts ({', '.join(Receipt._fields)}) values (?, ?, ?, ?, ?)"


class ReceiptLedger:
    """Keeps each receipt for a day, and until the next `purge`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, receipts: Sequence[Receipt]) -> None:
        for part in _parts(receipts, ROWS_A_TURN):
            with self._database.write() as connection:
                connection.exec_driver_sql(_SAVE, list(part))

    def find(self, names: Sequence[bytes]) -> list[Receipt]:
        columns = [RECEIPTS.c[name] for name in Receipt._fields]
        with self._database.read() as connection:
            return [
                Receipt(*row)
                for part in _parts(names, NAMES_A_LOOK)
                for row in connection.execute(select(*columns).where(RECEIPTS.c.name.in_(part)))
            ]

    def oldest_hit_id(self) -> int | None:
        with self._database.read() as connection:
            return connection.execute(select(func.min(RECEIPTS.c.hit_id))).scalar_one_or_none()

    def forget(self, hit_ids: Sequence[int]) -> None:
        for part in _parts(hit_ids, NAMES_A_LOOK):
            with self._database.write() as connection:
                connection.execute(delete(RECEIPTS).where(RECEIPTS.c.hit_id.in_(part)))

    def purge(self) -> int:
        """Deletes those that are over a day old; how many they were. To be called every now and then."""
        old = RECEIPTS.c.created_at_ms < self._database.now_ms() - REMEMBERED_MS
        some = select(RECEIPTS.c.name).where(old).limit(ROWS_A_TURN)
        gone = 0
        while True:
            with self._database.write() as connection:
                deleted = connection.execute(delete(RECEIPTS).where(RECEIPTS.c.name.in_(some))).rowcount
            gone += deleted
            if deleted < ROWS_A_TURN:
                return gone


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
