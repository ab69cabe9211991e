"""The numbers of hits, taken from the database by the block."""

from typing import Protocol

HIT_ID_BLOCK = 65_536
"""Hit ids reserved at a time: a crash wastes at most these, and a busy server asks the database every few seconds."""


class Numbers(Protocol):
    def reserve(self, name: str, count: int) -> int:
        """The first of `count` numbers that nobody got before."""

    def raise_to(self, name: str, floor: int) -> bool:
        """Only numbers of `floor` and above are given out from now on; whether that changes anything."""


class HitIds:
    """Hands out runs of hit ids from reserved blocks."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._next = self._end = 0

    def take(self, count: int) -> int:
        if self._next + count > self._end:
            block = max(HIT_ID_BLOCK, count)
            self._next = self._numbers.reserve("hit", block)
            self._end = self._next + block
        first = self._next
        self._next += count
        return first
