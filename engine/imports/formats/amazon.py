"""The access logs of Amazon's storage and load balancers; CloudFront's are in W3C's format.

Fields as in "Amazon S3 server access log format" and "Access log entries" of Application Load Balancers.
"""

from typing import TYPE_CHECKING, ClassVar

from engine.imports.formats.patterned import Patterned, quoted
from engine.imports.formats.times import iso_ms

if TYPE_CHECKING:
    import polars as pl


class S3(Patterned):
    """`owner bucket [time] address requester id operation key "request" status error ... "referrer" "user agent"`.

    The bucket is not taken for a host: it need not be named like the site.
    """

    name: ClassVar[str] = "s3"
    expression: ClassVar[str] = (
        r"^\S+ \S+ \[(?P<time>[^\]]+)\] (?P<address>\S+) \S+ \S+ \S+ \S+ "
        rf"{quoted('request')} (?P<status>\d{{3}})(?: \S+){{5,6}} {quoted('referrer')} {quoted('user_agent')}"
    )


class Alb(Patterned):
    """`type time balancer client:port target:port 3 times status status bytes bytes "request" "user agent" ...`."""

    name: ClassVar[str] = "alb"
    expression: ClassVar[str] = (
        r"^(?:https?|h2|grpcs|wss?) (?P<time>\S+) \S+ (?P<address>\S+):\d+(?: \S+){4} (?P<status>\d{3}) "
        rf"\S+ \S+ \S+ {quoted('request')} {quoted('user_agent')}"
    )

    @staticmethod
    def created_at_ms(time: "pl.Expr") -> "pl.Expr":
        return iso_ms(time)
