"""What became of the lines of a log."""

from datetime import date

import msgspec


class Unparsed(msgspec.Struct, kw_only=True):
    """Lines that did not parse for one reason; `example` shows the first of them, without what names a visitor."""

    lines: int
    first_line: int
    example: str


class Summary(msgspec.Struct, kw_only=True):
    """`lines` = `hits` + `counts` + all of `dropped` + the lines of all of `unparsed`.

    `counts` are lines of another system's counts that were taken over.

    `dropped` is by the values of DropReason and NotPage, `unparsed` by those of Problem. `known_lines` were imported
    before and stand in none of the other numbers.
    """

    log: str
    format: str = ""
    lines: int = 0
    known_lines: int = 0
    hits: int = 0
    counts: int = 0
    dropped: dict[str, int] = {}
    unparsed: dict[str, Unparsed] = {}
    days: int = 0
    first_day: date | None = None
    last_day: date | None = None

    def drop(self, reason: str, count: int) -> None:
        if count:
            self.dropped[reason] = self.dropped.get(reason, 0) + count

    @property
    def accounted(self) -> int:
        return self.hits + self.counts + sum(self.dropped.values()) + sum(kind.lines for kind in self.unparsed.values())
