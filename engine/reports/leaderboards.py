"""The paths of a site by all their pageviews, kept for an hour."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from engine.measures import Tally
from engine.reports.kept import Kept
from engine.reports.sources import Sources
from engine.reports.stats import rounded_ratio
from schemas.api_v1.instants import second_of
from schemas.api_v1.leaderboard import LeaderboardRow
from schemas.questions import ALWAYS, Page
from schemas.sites import Site

KEPT_ROWS = 500_000
"""Over all boards; a row takes some 50 bytes."""

KEPT_MS = 3_600_000

_TURNS = 16


@dataclass(frozen=True, slots=True)
class Board:
    """`table` has the columns of `engine/sql/leaderboard.sql`, all paths that meet the filter."""

    table: pa.Table
    made_ms: int

    @property
    def total_count(self) -> int:
        return int(self.table.num_rows)

    @property
    def cached_at(self) -> datetime:
        return second_of(self.made_ms)

    @property
    def expires_at(self) -> datetime:
        return second_of(self.made_ms + KEPT_MS)

    def rows(self, page: Page) -> list[LeaderboardRow]:
        return [_row(**values) for values in self.table.slice(page.offset, page.size).to_pylist()]


class Leaderboards:
    """Thread-safe. Boards with and without a filter are kept apart; one that several ask for at once is made once."""

    def __init__(self, sources: Sources, now_ms: Callable[[], int], most_rows: int = KEPT_ROWS) -> None:
        self._sources, self._now_ms = sources, now_ms
        self._kept: Kept[tuple[int, str], Board] = Kept(most_rows)
        self.lookups: Tally[bool] = Tally()
        """How often a kept board served, and how often one was made."""
        self._turns = tuple(threading.Lock() for _ in range(_TURNS))

    def board(self, site: Site, term: str | None) -> Board:
        """`term` is to be a part of the path, in any case; none or an empty one is part of all."""
        key = (site.id, (term or "").lower())
        with self._turns[hash(key) % _TURNS]:
            board = self._kept.find(key)
            now_ms = self._now_ms()
            # A board of the future means that the clock was set back.
            serves = board is not None and 0 <= now_ms - board.made_ms < KEPT_MS
            self.lookups.add(serves)
            if board is None or not serves:
                board = Board(self._table(site, key[1]), now_ms)
                self._kept.keep(key, board, board.total_count + 100)
            return board

    def _table(self, site: Site, term: str) -> pa.Table:
        return self._sources.ask(
            lambda moment: moment.table("leaderboard", moment.rollups(site, ALWAYS, ["path"]), term=term)
        )


def _row(path: str, total_hits: int, unique_hits: int, all_hits: int) -> LeaderboardRow:
    return LeaderboardRow(path, total_hits, unique_hits, rounded_ratio(1000 * total_hits, all_hits) / 10)
