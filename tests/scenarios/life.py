"""A scripted life of a lake: everything that can happen to hits, in phases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.storage.batches import Row
from engine.storage.files import Files
from schemas.errors import BusyError
from tests.engine.storage.lakeside import CountedNumbers, Lakeside, hit
from tests.scenarios.agreement import Named

BEGIN = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
SITES = (1, 2)


class Life:
    """Sends hits that bear their number as path, and keeps which were acknowledged."""

    def __init__(self, root: Path, files: Files, now: datetime = BEGIN, numbers: CountedNumbers | None = None) -> None:
        self.side = Lakeside(root, now, files=files, numbers=numbers)
        self.sent: list[Named] = []
        self.acknowledged: list[Named] = []
        self.on_acknowledged: Callable[[], object] = bool

    def again(self, root: Path, files: Files) -> "Life":
        """The same life, going on over a copy of its disk."""
        life = Life(root, files, self.side.now, self.side.numbers)
        life.sent, life.acknowledged = list(self.sent), list(self.acknowledged)
        return life

    def send(self, *days_ago: int, site_id: int = 1, late: bool = False) -> bool:
        """One group of hits; whether it was acknowledged."""
        named = [(site_id, f"/{site_id}/{len(self.sent) + number}") for number in range(len(days_ago))]
        self.sent += named
        try:
            self.side.store(*map(self._hit, days_ago, named), late=late)
        except BusyError:
            return False
        self.acknowledged += named
        self.on_acknowledged()
        return True

    def settle(self) -> None:
        """Flushes, closes, folds and packs what is due."""
        try:
            self.side.settle()
        except OSError:
            assert self.side.lake.housekeeping.troubles
            self.side.settle()

    def _hit(self, days_ago: int, named: Named) -> Row:
        return hit(
            BEGIN - timedelta(days=days_ago),
            site_id=named[0],
            path=named[1],
            visitor=10 * named[0] + len(self.sent) % 3,
        )


def commit(life: Life) -> None:
    life.send(0, 1, 2)
    life.send(0, 1, site_id=2)


def flush_and_close(life: Life) -> None:
    life.settle()


def fold_late_hits(life: Life) -> None:
    life.send(1, 40, late=True)
    life.send(0)
    life.settle()


def fold_into_a_packed_month(life: Life) -> None:
    life.send(41, late=True)
    life.settle()


def pack(life: Life) -> None:
    life.side.now += timedelta(days=3)
    life.settle()


def commit_again(life: Life) -> None:
    life.send(0, late=True)
    life.send(-3)


PHASES: tuple[Callable[[Life], None], ...] = (
    commit,
    flush_and_close,
    fold_late_hits,
    fold_into_a_packed_month,
    pack,
    commit_again,
)
