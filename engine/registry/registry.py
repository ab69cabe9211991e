"""The registry's parts over one database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.insights.diary import Diary
from engine.insights.mailed import Mailed
from engine.registry.accounts import Accounts
from engine.registry.database import Database
from engine.registry.drops import Drops
from engine.registry.erasures import Erasures
from engine.registry.imports import Imports
from engine.registry.keys import Keys
from engine.registry.kudos import Kudos
from engine.registry.numbers import Numbers
from engine.registry.receipts import ReceiptLedger
from engine.registry.salts import Salts
from engine.registry.sites import Sites
from engine.registry.stored_settings import StoredSettings
from engine.uptime.downtimes import Downtimes
from engine.uptime.monitors import Monitors
from engine.uptime.outbox import Outbox
from schemas.uptime import Channel


@dataclass(frozen=True, slots=True)
class Registry:
    """Safe to use from every thread. `save` is to be called every few seconds, `forget` every hour."""

    database: Database
    accounts: Accounts
    sites: Sites
    erasures: Erasures
    keys: Keys
    salts: Salts
    numbers: Numbers
    imports: Imports
    drops: Drops
    kudos: Kudos
    receipts: ReceiptLedger
    settings: StoredSettings
    monitors: Monitors
    downtimes: Downtimes
    outbox: Outbox
    diary: Diary
    mailed: Mailed

    def refresh(self) -> None:
        """Reads again what other processes changed. To be called every quarter of a second."""
        self.sites.refresh()
        self.keys.refresh()
        self.accounts.refresh()

    def save(self) -> None:
        """Writes what is counted in memory, drops and the keys' last uses, and deletes salts whose time is over."""
        self.drops.save()
        self.keys.save_uses()
        self.salts.purge()

    def forget(self) -> None:
        """Deletes what has had its time: givers of kudos, receipts, rows of deleted sites."""
        self.kudos.forget_givers()
        self.receipts.purge()
        self.erasures.sweep()

    def close(self) -> None:
        """Saves first."""
        try:
            self.save()
        finally:
            self.database.close()


def open_registry(
    path: Path, now_ms: Callable[[], int], random_bytes: Callable[[int], bytes], channels: Sequence[Channel] = ()
) -> Registry:
    """`path` is the database file, made where it is missing; its folder must be there. Errors as of Database.

    `channels` are those that notices about monitors go out by.
    """
    database = Database(path, now_ms)
    outbox = Outbox(database, random_bytes, channels)
    return Registry(
        database=database,
        accounts=Accounts(database),
        sites=Sites(database, random_bytes),
        erasures=Erasures(database),
        keys=Keys(database, random_bytes),
        salts=Salts(database, random_bytes),
        numbers=Numbers(database),
        imports=Imports(database),
        drops=Drops(database),
        kudos=Kudos(database, random_bytes),
        receipts=ReceiptLedger(database),
        settings=StoredSettings(database),
        monitors=Monitors(database, random_bytes, outbox),
        downtimes=Downtimes(database),
        outbox=outbox,
        diary=Diary(database),
        mailed=Mailed(database),
    )
