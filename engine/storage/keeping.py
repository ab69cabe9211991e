"""What is to be kept of a site's hits: as its owner says, asked anew at every turn."""

from collections.abc import Callable, Collection
from dataclasses import dataclass


def _none_erased() -> Collection[int]:
    return ()


def _for_ever(_: int) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Keeping:
    """`erased` are the ids of deleted sites; `retention_days` of a site's id are None for ever."""

    erased: Callable[[], Collection[int]] = _none_erased
    retention_days: Callable[[int], int | None] = _for_ever
