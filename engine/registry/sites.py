"""What is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from engine.registry.database import Database
from engine.registry.mirror import Mirror
from engine.registry.records import columns, record
from engine.registry.site_changes import SiteChanges, checked_values
from engine.registry.tables import ACCOUNTS, ERASED_SITES, SITES
from engine.registry.tokens import BASE58, random_text
from schemas.errors import ConflictError, NotFoundError
from schemas.sites import Site

UID_LENGTH = 8
_LETTERS = BASE58[9:]
_SHOWN = columns(SITES, Site)


@dataclass(frozen=True, slots=True)
class _Picture:
    by_id: Mapping[int, Site]
    by_uid: Mapping[str, Site]
    by_hex_id: Mapping[str, Site]
    by_own_path: Mapping[str, Site]


class Sites:
    """Look-ups are answered from memory."""

    def __init__(self, database: Database, random_bytes: Callable[[int], bytes]) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._mirror = Mirror(database, "sites", _load)

    def refresh(self) -> None:
        self._mirror.refresh()

    def by_uid(self, uid: str) -> Site | None:
        return self._mirror.picture().by_uid.get(uid) or self._mirror.picture_after_miss().by_uid.get(uid)

    def by_id(self, site_id: int) -> Site | None:
        return self._mirror.picture().by_id.get(site_id) or self._mirror.picture_after_miss().by_id.get(site_id)

    def by_hex_id(self, hex_id: str) -> Site | None:
        return self._mirror.picture().by_hex_id.get(hex_id) or self._mirror.picture_after_miss().by_hex_id.get(hex_id)

    def by_own_path(self, path: str) -> Site | None:
        """The site whose script or collector has this address of its own."""
        return self._mirror.picture().by_own_path.get(path)

    def all(self) -> list[Site]:
        """Oldest first."""
        return list(self._mirror.picture_after_miss().by_id.values())

    def of_account(self, account_id: int) -> list[Site]:
        """Oldest first."""
        return [site for site in self.all() if site.account_id == account_id]

    def add(self, account_id: int, domain: str, label: str | None = None, time_zone: str | None = None) -> Site:
        """The label defaults to the domain, the time zone to the account's.

        Raises BadInputError, NotFoundError for the account, ConflictError where the account has the domain already.
        """
        given = SiteChanges(domain=domain, label=label or msgspec.UNSET, time_zone=time_zone or msgspec.UNSET)
        values = checked_values(given)
        values.setdefault("label", values["domain"])
        now = self._database.now()
        values |= {"account_id": account_id, "created_at": now, "updated_at": now, "active": True, "public": False}
        values |= {"ignored_paths": (), "excluded_addresses": (), "extra_hosts": ()}
        with self._database.write("sites") as connection:
            values.setdefault("time_zone", _time_zone_of(connection, account_id))
            _check_free(connection, account_id, values["domain"], except_id=0)
            values |= self._new_names(connection) | {"id": _new_id(connection)}
            row = connection.execute(insert(SITES).values(values).returning(*_SHOWN)).one()
        return record(Site, row)

    def update(self, site_id: int, changes: SiteChanges) -> Site:
        """Raises BadInputError, NotFoundError, ConflictError where the account has the domain, or a site the path.

        A new time zone holds for hits to come: those that are stored keep the day they were given.
        """
        values = checked_values(changes) | {"updated_at": self._database.now()}
        statement = update(SITES).where(SITES.c.id == site_id).values(values).returning(*_SHOWN)
        with self._database.write("sites") as connection:
            site = connection.execute(select(SITES.c.account_id).where(SITES.c.id == site_id)).first()
            if site is None:
                raise NotFoundError(f"there is no site {site_id}")
            if "domain" in values:
                _check_free(connection, site.account_id, values["domain"], except_id=site_id)
            _check_own_paths(connection, values, except_id=site_id)
            row = connection.execute(statement).one()
        return record(Site, row)

    def _new_names(self, connection: Connection) -> dict[str, str]:
        """The uid starts with a letter: an address that takes an id or a uid can tell them apart."""
        while True:
            first = random_text(self._random_bytes, _LETTERS, 1)
            uid = first + random_text(self._random_bytes, BASE58, UID_LENGTH - 1)
            hex_id = self._random_bytes(12).hex()
            taken = select(SITES.c.id).where((SITES.c.uid == uid) | (SITES.c.hex_id == hex_id))
            if connection.execute(taken).first() is None:
                return {"uid": uid, "hex_id": hex_id}


def _new_id(connection: Connection) -> int:
    """Never that of a deleted site, which SQLite itself would give out again."""
    columns = (SITES.c.id, ERASED_SITES.c.site_id)
    return 1 + max(connection.execute(select(func.max(column))).scalar_one() or 0 for column in columns)


def _time_zone_of(connection: Connection, account_id: int) -> str:
    row = connection.execute(select(ACCOUNTS.c.time_zone).where(ACCOUNTS.c.id == account_id)).first()
    if row is None:
        raise NotFoundError(f"there is no user {account_id}")
    return str(row.time_zone)


def _check_free(connection: Connection, account_id: int, domain: str, except_id: int) -> None:
    taken = select(SITES.c.uid).where(
        SITES.c.account_id == account_id, SITES.c.domain == domain, SITES.c.id != except_id
    )
    row = connection.execute(taken).first()
    if row is not None:
        raise ConflictError(f"this user has a site for {domain} already, with the uid {row.uid}")


def _check_own_paths(connection: Connection, values: Mapping[str, object], except_id: int) -> None:
    """Below a collector's address more belongs to its site."""
    paths = [str(path) for name in ("script_path", "collector_path") if (path := values.get(name)) is not None]
    if len(set(paths)) < len(paths):
        raise ConflictError(f"script and collector cannot both be at {paths[0]}")
    others = connection.execute(select(SITES.c.script_path, SITES.c.collector_path).where(SITES.c.id != except_id))
    for script, collector in others if paths else ():
        for path in paths:
            is_below = path.startswith(f"{collector}/") or f"{script}".startswith(f"{path}/")
            if is_below or path in (script, collector) or f"{collector}".startswith(f"{path}/"):
                raise ConflictError(f"{' or '.join(paths)} is taken by another site")


def _load(connection: Connection) -> _Picture:
    sites = [record(Site, row) for row in connection.execute(select(*_SHOWN).order_by(SITES.c.id))]
    return _Picture(
        {site.id: site for site in sites},
        {site.uid: site for site in sites},
        {site.hex_id: site for site in sites},
        {path: site for site in sites for path in (site.script_path, site.collector_path) if path},
    )
