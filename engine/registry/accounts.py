"""Who owns sites and keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.registry.database import Database
from engine.registry.mirror import Mirror
from engine.registry.records import columns, record
from engine.registry.tables import ACCOUNTS
from engine.registry.time_zones import time_zone_name
from schemas.errors import BadInputError, ConflictError, NotFoundError
from schemas.sites import Account, Subscription

SHORTEST_PASSWORD = 8
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_SHOWN = columns(ACCOUNTS, Account)


@dataclass(frozen=True, slots=True)
class _Picture:
    by_id: Mapping[int, Account]
    by_email: Mapping[str, Account]


class Accounts:
    """Emails are compared without case."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mirror = Mirror(database, "accounts", _load)

    def refresh(self) -> None:
        self._mirror.refresh()

    def add(self, email: str, name: str | None = None, password: str | None = None, time_zone: str = "UTC") -> Account:
        """`name` defaults to the part before the @. Raises BadInputError, ConflictError where the email is taken."""
        address = email_address(email)
        values = {
            "email": address,
            "name": (name or "").strip() or address.partition("@")[0],
            "password_hash": None if password is None else _hash(password),
            "subscription": Subscription.ACTIVE.value,
            "time_zone": time_zone_name(time_zone),
            "created_at": self._database.now(),
        }
        with self._database.write("accounts") as connection:
            if connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.email == address)).first():
                raise ConflictError(f"there is already a user {address}")
            row = connection.execute(insert(ACCOUNTS).values(values).returning(*_SHOWN)).one()
        return record(Account, row)

    def find(self, email: str) -> Account | None:
        address = email.strip().lower()
        return self._mirror.picture().by_email.get(address) or self._mirror.picture_after_miss().by_email.get(address)

    def by_id(self, account_id: int) -> Account | None:
        return self._mirror.picture().by_id.get(account_id) or self._mirror.picture_after_miss().by_id.get(account_id)

    def all(self) -> list[Account]:
        """Oldest first."""
        return list(self._mirror.picture_after_miss().by_id.values())

    def set_subscription(self, account_id: int, subscription: Subscription) -> Account:
        """Raises NotFoundError."""
        return self._set(account_id, {"subscription": subscription.value})

    def set_password(self, account_id: int, password: str) -> Account:
        """Raises BadInputError, NotFoundError."""
        return self._set(account_id, {"password_hash": _hash(password)})

    def set_time_zone(self, account_id: int, time_zone: str) -> Account:
        """Of sites to come. Raises BadInputError, NotFoundError."""
        return self._set(account_id, {"time_zone": time_zone_name(time_zone)})

    def verify(self, email: str, password: str) -> Account | None:
        """The account when the password is its own. Takes as long for an unknown email. Slow on purpose: some 50 ms."""
        from argon2 import PasswordHasher
        from argon2.exceptions import Argon2Error, InvalidHashError

        account = self.find(email)
        stored = self._password_hash(account.id) if account else None
        hasher = PasswordHasher()
        if account is None or stored is None:
            hasher.hash(password)
            return None
        try:
            hasher.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return None
        if hasher.check_needs_rehash(stored):
            self._set(account.id, {"password_hash": hasher.hash(password)})
        return account

    def _password_hash(self, account_id: int) -> str | None:
        statement = select(ACCOUNTS.c.password_hash).where(ACCOUNTS.c.id == account_id)
        with self._database.read() as connection:
            stored: str | None = connection.execute(statement).scalar_one()
        return stored

    def _set(self, account_id: int, values: Mapping[str, Any]) -> Account:
        statement = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(values).returning(*_SHOWN)
        with self._database.write("accounts") as connection:
            row = connection.execute(statement).first()
        if row is None:
            raise NotFoundError(f"there is no user {account_id}")
        return record(Account, row)


def email_address(text: str) -> str:
    """Lower case; raises BadInputError."""
    address = text.strip().lower()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise BadInputError(f"{text!r} is not an email address: it looks like name@example.com")
    return address


def _hash(password: str) -> str:
    from argon2 import PasswordHasher

    if len(password) < SHORTEST_PASSWORD:
        raise BadInputError(f"the password has {len(password)} characters: {SHORTEST_PASSWORD} or more are needed")
    return PasswordHasher().hash(password)


def _load(connection: Connection) -> _Picture:
    accounts = [record(Account, row) for row in connection.execute(select(*_SHOWN).order_by(ACCOUNTS.c.id))]
    return _Picture({account.id: account for account in accounts}, {account.email: account for account in accounts})
