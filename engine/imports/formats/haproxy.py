"""HAProxy's HTTP log, behind whatever syslog puts before it."""

from typing import TYPE_CHECKING, ClassVar

from engine.imports.formats.patterned import Patterned, quoted
from engine.imports.formats.times import clf_ms

if TYPE_CHECKING:
    import polars as pl


class Haproxy(Patterned):
    """`... haproxy[pid]: address:port [time] frontend backend/server timers status ... "request"`.

    Its times bear no zone and are taken for UTC. Captured headers bear no names and are passed over.
    """

    name: ClassVar[str] = "haproxy"
    names_agent: ClassVar[bool] = False
    expression: ClassVar[str] = (
        r"haproxy\[\d+\]: (?P<address>\S+):\d+ \[(?P<time>[^\]]+)\] \S+ \S+ [-\d/+]+ (?P<status>\d{3}) .*?"
        + quoted("request")
    )

    @staticmethod
    def created_at_ms(time: "pl.Expr") -> "pl.Expr":
        return clf_ms(time.str.replace(r"\.\d+$", "") + " +0000")
