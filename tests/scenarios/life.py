"""A life of DATA: hits are sent, imported, filed and erased, and it is kept which were acknowledged."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from os import urandom
from pathlib import Path

import duckdb
import pyarrow as pa

from engine.imports.delivery import Delivery
from engine.imports.segment_file import write_segments
from engine.registry.database import Database
from engine.registry.erasures import Erasures
from engine.registry.imports import ImportedFile, Imports
from engine.registry.numbers import Numbers
from engine.registry.receipts import ReceiptLedger
from engine.registry.registry import open_registry
from engine.registry.site_changes import SiteChanges
from engine.registry.sites import Sites
from engine.storage.batches import Row, build_batch
from engine.storage.files import Files
from engine.storage.keeping import Keeping
from engine.storage.layout import Layout, segment_name
from schemas.errors import BusyError
from tests.engine.storage.lakeside import Lakeside, hit
from tests.scenarios.agreement import Named

BEGIN = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
SITES = (1, 2)

TRIES = 3
"""Of whatever may be refused, before it must be done."""


class Life:
    """Sends hits whose path is their day and number, and keeps which were acknowledged.

    What is to be kept of the sites is in the database, so it outlives every end.
    """

    def __init__(self, root: Path, files: Files, now: datetime = BEGIN) -> None:
        self.root, self.files, self.now = root, files, now
        self.sent: list[Named] = []
        self.acknowledged: list[Named] = []
        """Both in the order of time."""
        self.refused = 0
        self.on_acknowledged: Callable[[], object] = bool
        self.database = Database(Layout(root).database, self._now_ms)
        self.sites, self.erasures = Sites(self.database, urandom), Erasures(self.database)
        self.delivery = Delivery(Layout(root), files, Imports(self.database))
        self.side: Lakeside

    def start(self) -> None:
        """As the server does: with what a killed import left, then the lake."""
        until_done(self.delivery.resume)
        until_done(self._open)

    def restart(self) -> None:
        """After a kill."""
        self.side.abandon()
        self.start()

    def end(self) -> None:
        """As a kill does: nothing is flushed."""
        self.side.abandon()
        self.database.close()

    def send(self, *days_ago: int, site_id: int = 1, late: bool = False) -> None:
        """One group of hits."""
        named = self._named(days_ago, site_id)
        try:
            self.side.store(*map(self._hit, days_ago, named), late=late)
        except BusyError:
            self.refused += 1
        else:
            self._acknowledge(named)

    def import_log(self, *days_ago: int) -> None:
        """One log of site 1, as `hitlake import` does beside the server."""
        named = self._named(days_ago, 1)
        rows = list(map(self._hit, days_ago, named))
        until_done(lambda: self._import(rows))
        self._acknowledge(named)

    def settle(self) -> None:
        """Flushes, closes, folds and packs what is due."""
        until_done(self.side.settle)
        assert not self.side.lake.housekeeping.troubles

    def erase(self, site_id: int) -> None:
        """From here on."""
        self.erasures.erase(site_id)

    def keep(self, site_id: int, days: int) -> None:
        """From here on no more than the last days and today."""
        self.sites.update(site_id, SiteChanges(retention_days=days))

    def gone(self) -> set[Named]:
        """What was sent and, as it was said, must not be there any more once DATA is settled."""
        return {named for named in self.sent if self._is_gone(*named)}

    def append(self, path: Path, content: bytes) -> None:
        with path.open("ab", buffering=0) as handle:
            self.files.append(handle, content)

    def _open(self) -> None:
        numbers, ledger = Numbers(self.database), ReceiptLedger(self.database)
        keeping = Keeping(self.erasures.sites, self._retention_days)
        self.side = Lakeside(self.root, self.now, self.files, numbers=numbers, ledger=ledger, keeping=keeping)

    def _now_ms(self) -> int:
        return round(self.now.timestamp() * 1000)

    def _retention_days(self, site_id: int) -> int | None:
        site = self.sites.by_id(site_id)
        return site.retention_days if site else None

    def _is_gone(self, site_id: int, path: str) -> bool:
        days = self._retention_days(site_id)
        day = date.fromisoformat(path.split("/")[1])
        is_over = days is not None and day < self.now.date() - timedelta(days=days)
        return is_over or site_id in self.erasures.sites()

    def _named(self, days_ago: Sequence[int], site_id: int) -> list[Named]:
        days = [(BEGIN - timedelta(days=ago)).date() for ago in days_ago]
        named = [(site_id, f"/{day}/{len(self.sent) + number}") for number, day in enumerate(days)]
        self.sent += named
        return named

    def _acknowledge(self, named: list[Named]) -> None:
        self.acknowledged += named
        self.on_acknowledged()

    def _hit(self, days_ago: int, named: Named) -> Row:
        at = BEGIN - timedelta(days=days_ago)
        return hit(at, site_id=named[0], path=named[1], visitor=10 * named[0] + len(self.sent) % 3)

    def _import(self, rows: Sequence[Row]) -> None:
        content = sha256(repr([row[1:] for row in rows]).encode()).digest()
        with self.delivery.alone():
            ledger, numbers = Imports(self.database), Numbers(self.database)
            if any(log.content == content for log in ledger.done(1)):
                return
            first = numbers.reserve("segment", 2)
            written = write_segments(
                [pa.Table.from_batches([build_batch([rows], 0)])],
                first_hit_id=numbers.reserve("hit", len(rows)),
                open_from=BEGIN.date(),
                paths=[self.delivery.path(segment_name(first + place)) for place in range(2)],
                files=self.files,
            )
            self.delivery.deliver(
                ImportedFile(
                    site_id=1,
                    name="access.log",
                    content=content,
                    size_bytes=1,
                    lines=len(rows),
                    hits=len(rows),
                    segments=written.segments,
                )
            )


def until_done(step: Callable[[], object]) -> None:
    """Whoever is refused tries again."""
    for _ in range(TRIES - 1):
        try:
            step()
        except (OSError, duckdb.Error):
            continue
        return
    step()


def found(root: Path) -> None:
    """Makes DATA with its sites."""
    root.mkdir()
    with closing(open_registry(Layout(root).database, lambda: round(BEGIN.timestamp() * 1000), urandom)) as registry:
        account = registry.accounts.add("ada@example.com")
        assert [registry.sites.add(account.id, f"site{site_id}.example").id for site_id in SITES] == list(SITES)
