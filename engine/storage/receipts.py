"""Which requests and rows were stored in the last day, so that a repeated one is stored once.

A receipt is written in the journal frame of its hits. Before the commit it would be too early: a crash in between
leaves a receipt for hits that were never stored, and their repetition is refused. After the commit it is too late: a
crash in between stores the repetition once more. In the same frame there is no in between, and no second fsync.

The journal file goes when its hits are flushed, so the receipts are moved to a ledger before that, every half a second
and at the latest as the first step of the flush. Moving one twice changes nothing. Until then they are in memory, and
at start they are read from the journal again; so a receipt is found at every moment after its commit.
"""

import threading
from collections.abc import Iterable, Sequence
from typing import Protocol

from schemas.receipts import Receipt


class Ledger(Protocol):
    def save(self, receipts: Sequence[Receipt]) -> None:
        """They are on disk when it returns. Of a name that is there already, the first receipt stays."""

    def find(self, names: Sequence[bytes]) -> list[Receipt]:
        """Those that are there, in any order."""

    def oldest_hit_id(self) -> int | None:
        """The smallest hit id of all receipts; None where there is none."""

    def forget(self, hit_ids: Sequence[int]) -> None:
        """Deletes the receipts of these hits."""


class Receipts:
    """Thread-safe. In memory are those of the last half a second; `find` and `save` may wait for the disk."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._fresh: dict[bytes, Receipt] = {}
        self._adding = threading.Lock()
        self._saving = threading.Lock()

    def add(self, receipts: Iterable[Receipt]) -> None:
        """Receipts that are in the journal."""
        with self._adding:
            for receipt in receipts:
                self._fresh.setdefault(receipt.name, receipt)

    def find(self, names: Sequence[bytes]) -> dict[bytes, Receipt]:
        """The receipts of these names, by name."""
        with self._adding:
            found = {name: self._fresh[name] for name in names if name in self._fresh}
        # What was moved between the two looks is in the ledger: it leaves memory only after that.
        missing = [name for name in names if name not in found]
        return found | {receipt.name: receipt for receipt in self._ledger.find(missing)} if missing else found

    def save(self) -> None:
        """Moves what is in memory to the ledger."""
        with self._saving:
            with self._adding:
                moved = list(self._fresh.values())
            if not moved:
                return
            self._ledger.save(moved)
            with self._adding:
                for receipt in moved:
                    self._fresh.pop(receipt.name, None)
