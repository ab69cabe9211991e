"""A log's lines as requests: what every format gives."""

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl


class Problem(StrEnum):
    """Why a line did not parse. The value is what people read."""

    EMPTY = "empty line"
    COMMENT = "comment"
    FIELDS = "wrong fields"
    TIME = "no valid time"
    FUTURE = "time in the future"
    REQUEST = "no request"
    CUT_OFF = "cut off at the end"


REQUEST_NAMES = ("problem", "created_at_ms", "method", "target", "status", "address", "referrer", "user_agent")
"""Columns of a frame of requests, one row a line in the log's order.

`problem` is null where the line parsed; the others mean something only there. `created_at_ms` is Int64 (epoch
milliseconds), `status` UInt16, all others String. An absent referrer or user agent is null.
"""


class LogFormat(Protocol):
    """How the lines of one log are read."""

    @property
    def name(self) -> str: ...

    @property
    def names_agent(self) -> bool:
        """Whether its lines say the user agent; where they don't, a missing one means nothing."""
        ...

    def requests(self, lines: "pl.Series") -> "pl.DataFrame":
        """REQUEST_NAMES of each line."""
        ...


class NamedFormat(LogFormat, Protocol):
    """One class a format, one row in `formats/__init__.py`. Made without arguments where it is chosen by name."""

    def __init__(self) -> None: ...

    @classmethod
    def recognised(cls, lines: "pl.Series") -> LogFormat | None:
        """The format, if the first lines of a log look like it."""
        ...
