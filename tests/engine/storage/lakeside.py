"""A lake for tests: opens, stores, reads back what a direct reader would see."""

import queue
import threading
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from engine.storage.batches import Row
from engine.storage.files import Files
from engine.storage.hit_ids import Numbers
from engine.storage.keeping import Keeping
from engine.storage.lake import Lake, LakeLimits, open_lake
from engine.storage.receipts import Ledger
from schemas.errors import BusyError
from schemas.hits import HIT_NAMES
from schemas.receipts import Receipt

EPOCH = date(1970, 1, 1)


class CountedNumbers:
    """Never reused numbers for one test; they outlive the lakes that it opens."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, int] = {}

    def reserve(self, name: str, count: int) -> int:
        with self._lock:
            first = self._next.get(name, 1)
            self._next[name] = first + count
            return first

    def raise_to(self, name: str, floor: int) -> bool:
        with self._lock:
            before = self._next.get(name, 1)
            self._next[name] = max(floor, before)
            return floor > before


def hit(at: datetime, *, site_id: int = 1, visitor: int = 1, path: str = "/", **others: Any) -> Row:
    """A row as ingest makes it; the day and hour are those of `at` as given."""
    values: dict[str, Any] = dict.fromkeys(HIT_NAMES)
    values |= {
        "hit_id": 0,
        "site_id": site_id,
        "day": (at.date() - EPOCH).days,
        "hour": at.hour,
        "created_at": round(at.timestamp() * 1000),
        "visitor": visitor,
        "path": path,
    }
    return tuple((values | others).values())


class KeptReceipts:
    """A ledger for one test; it outlives the lakes that it opens."""

    def __init__(self) -> None:
        self.kept: dict[bytes, Receipt] = {}

    def save(self, receipts: Sequence[Receipt]) -> None:
        self.kept = {receipt.name: receipt for receipt in receipts} | self.kept

    def find(self, names: Sequence[bytes]) -> list[Receipt]:
        return [self.kept[name] for name in names if name in self.kept]

    def oldest_hit_id(self) -> int | None:
        return min((receipt.hit_id for receipt in self.kept.values()), default=None)

    def forget(self, hit_ids: Sequence[int]) -> None:
        self.kept = {name: receipt for name, receipt in self.kept.items() if receipt.hit_id not in hit_ids}


class Keeps:
    """What is said of sites: deleted ones, and how many days the others keep."""

    def __init__(self) -> None:
        self.erased: set[int] = set()
        self.days: dict[int, int] = {}

    def keeping(self) -> Keeping:
        return Keeping(lambda: frozenset(self.erased), self.days.get)


class Lakeside:
    def __init__(
        self,
        root: Path,
        now: datetime,
        files: Files | None = None,
        limits: LakeLimits | None = None,
        numbers: Numbers | None = None,
        ledger: Ledger | None = None,
        keeping: Keeping | None = None,
    ) -> None:
        self.root, self.now = root, now
        self.zones: dict[int, str] = {}
        self.keeps = Keeps()
        self._keeping = keeping or self.keeps.keeping()
        self.numbers, self.ledger = numbers or CountedNumbers(), KeptReceipts()
        self._ledger: Ledger = ledger or self.ledger
        self.limits, self.files = limits or LakeLimits(), files
        self.lake: Lake = self.open()

    def open(self) -> Lake:
        return open_lake(
            self.root,
            numbers=self.numbers,
            ledger=self._ledger,
            zone_of=self.zones.get,
            now_ms=lambda: round(self.now.timestamp() * 1000),
            limits=self.limits,
            keeping=self._keeping,
            files=self.files,
        )

    def reopen(self) -> None:
        """Ends without a flush, as a crash does, and starts again."""
        self.abandon()
        self.lake = self.open()

    def abandon(self) -> None:
        self.lake.intake.stop()
        self.lake.filing_duck.close()
        self.lake.lock.release()

    def close(self) -> None:
        self.lake.close()

    def store(self, *rows: Row, late: bool = False) -> int:
        """The first hit id, once the hits are on disk."""
        answers: queue.Queue[int | BusyError] = queue.Queue()
        self.lake.intake.submit(rows, answers.put, late=late)
        answer = answers.get(timeout=30)
        if isinstance(answer, BusyError):
            raise answer
        return answer

    def store_table(self, table: pa.Table, *receipts: Receipt) -> int:
        """The same for a table with receipts."""
        answers: queue.Queue[int | BusyError] = queue.Queue()
        self.lake.intake.submit_table(table, answers.put, late=False, receipts=receipts)
        answer = answers.get(timeout=30)
        if isinstance(answer, BusyError):
            raise answer
        return answer

    def settle(self) -> None:
        self.lake.housekeeping.settle()

    def names(self, layer: str) -> list[str]:
        return sorted(
            str(path.relative_to(self.root / layer)) for path in (self.root / layer).rglob("*") if path.is_file()
        )

    def closed_hits(self, columns: str = "hit_id") -> list[tuple[Any, ...]]:
        """What a direct reader of the Parquet files sees."""
        with duckdb.connect() as reader:
            files = f"read_parquet('{self.root}/hits/*/*/*.parquet', hive_partitioning = true)"
            return reader.execute(f"select {columns} from {files} order by all").fetchall()
