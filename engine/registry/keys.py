"""Keys of the APIs. A secret is shown once, when it is made; only its SHA-256 is kept."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from engine.registry.columns import instant
from engine.registry.database import Database
from engine.registry.mirror import Mirror
from engine.registry.records import columns, record
from engine.registry.tables import ACCOUNTS, KEYS
from engine.registry.tokens import BASE62, random_text
from schemas.errors import NotFoundError
from schemas.sites import AccessType, ApiKey

PREFIXES: Mapping[AccessType, str] = {AccessType.READ_ONLY: "tly-ro-", AccessType.FULL: "tly-fa-"}
SECRET_LENGTH = 40
USE_MS = 60_000
"""A key's last use is noted at most this often."""
_SHOWN = columns(KEYS, ApiKey)


class Keys:
    """`find` and `touch` never wait for the disk; `save_uses` writes what `touch` noted."""

    def __init__(self, database: Database, random_bytes: Callable[[int], bytes]) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._mirror = Mirror(database, "keys", _load)
        self._noting = threading.Lock()
        self._used_ms: dict[int, int] = {}
        self._unsaved: set[int] = set()

    def refresh(self) -> None:
        self._mirror.refresh()

    def create(self, account_id: int, name: str = "", access: AccessType = AccessType.READ_ONLY) -> tuple[ApiKey, str]:
        """The key and its secret. Raises NotFoundError for the account."""
        secret = PREFIXES[access] + random_text(self._random_bytes, BASE62, SECRET_LENGTH)
        values = {
            "account_id": account_id,
            "name": name.strip(),
            "access": access.value,
            "secret_hash": _hash(secret),
            "hint": secret[-4:],
            "created_at": self._database.now(),
            "last_used_at": None,
            "revoked": False,
        }
        with self._database.write("keys") as connection:
            if connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == account_id)).first() is None:
                raise NotFoundError(f"there is no user {account_id}")
            row = connection.execute(insert(KEYS).values(values).returning(*_SHOWN)).one()
        return record(ApiKey, row), secret

    def find(self, secret: str) -> ApiKey | None:
        """None for an unknown secret and for a revoked key."""
        wanted = _hash(secret)
        return self._mirror.picture().get(wanted) or self._mirror.picture_after_miss().get(wanted)

    def list(self, account_id: int | None = None) -> list[ApiKey]:
        """Of one account or all, oldest first, revoked ones too."""
        statement = select(*_SHOWN).order_by(KEYS.c.id)
        if account_id is not None:
            statement = statement.where(KEYS.c.account_id == account_id)
        with self._database.read() as connection:
            return [record(ApiKey, row) for row in connection.execute(statement)]

    def revoke(self, key_id: int) -> ApiKey:
        """Raises NotFoundError."""
        statement = update(KEYS).where(KEYS.c.id == key_id).values(revoked=True).returning(*_SHOWN)
        with self._database.write("keys") as connection:
            row = connection.execute(statement).first()
        if row is None:
            raise NotFoundError(f"there is no key {key_id}")
        return record(ApiKey, row)

    def touch(self, key: ApiKey) -> None:
        """Notes in memory that the key was used now."""
        now_ms = self._database.now_ms()
        if abs(now_ms - self._used_ms.get(key.id, 0)) >= USE_MS:
            with self._noting:
                self._used_ms[key.id] = now_ms
                self._unsaved.add(key.id)

    def last_used_at(self, key: ApiKey) -> datetime | None:
        """Exact to a minute, also for uses that are not saved yet."""
        used_ms = self._used_ms.get(key.id)
        return key.last_used_at if used_ms is None else instant(used_ms)

    def save_uses(self) -> None:
        with self._noting:
            uses = {key_id: instant(self._used_ms[key_id]) for key_id in self._unsaved}
        if not uses:
            return
        with self._database.write() as connection:
            for key_id, used_at in uses.items():
                connection.execute(update(KEYS).where(KEYS.c.id == key_id).values(last_used_at=used_at))
        with self._noting:
            self._unsaved -= uses.keys()


def _hash(secret: str) -> bytes:
    return sha256(secret.encode(errors="backslashreplace")).digest()


def _load(connection: Connection) -> Mapping[bytes, ApiKey]:
    rows = connection.execute(select(KEYS.c.secret_hash, *_SHOWN).where(KEYS.c.revoked.is_(False)))
    return {row[0]: record(ApiKey, row[1:]) for row in rows}
