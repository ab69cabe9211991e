"""Combined and common lines with the virtual host before them, as Apache's `vhost_combined` has it."""

from typing import ClassVar

from engine.imports.formats.patterned import Patterned, quoted

# The address has a dot or a colon; without that, `host ident user [` would pass for a line with a virtual host.
_HEAD = (
    r"^(?P<host>[^\s:\[]+)(?::\d+)? (?P<address>[^\s\[]*[.:][^\s\[]*) \S+ [^\[]*\[(?P<time>[^\]]+)\] "
    + quoted("request")
    + r" (?P<status>\d{3}) \S+"
)


class VhostCombined(Patterned):
    """`host:port address ident user [time] "request" status bytes "referrer" "user agent"`; the port may be missing."""

    name: ClassVar[str] = "vhost_combined"
    expression: ClassVar[str] = f"{_HEAD} {quoted('referrer')} {quoted('user_agent')}"


class VhostCommon(Patterned):
    """The same without referrer and user agent."""

    name: ClassVar[str] = "vhost_common"
    names_agent: ClassVar[bool] = False
    expression: ClassVar[str] = rf"{_HEAD}\s*$"
