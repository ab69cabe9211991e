"""W3C's extended log format, in which the log says its fields itself: IIS and Amazon CloudFront.

Source: "Extended Log File Format", W3C working draft WD-logfile-960323.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import unquote

from engine.imports.formats.checked import checked
from engine.imports.formats.times import iso_ms

if TYPE_CHECKING:
    import polars as pl

_FIELDS = "#Fields:"

_NEEDED = {"date", "time", "c-ip", "cs-method", "cs-uri-stem", "sc-status"}

_HOSTS = ("x-host-header", "cs-host", "cs(host)")
"""The first that there is. CloudFront's cs(Host) is its own name for the site, so x-host-header comes before it."""


class W3c:
    """`fields` are those of the lines before the first `#Fields:`. Times are UTC."""

    name: ClassVar[str] = "w3c"

    def __init__(self, fields: Sequence[str] = ()) -> None:
        self._fields = fields

    @property
    def names_agent(self) -> bool:
        return "cs(user-agent)" in self._fields

    @classmethod
    def recognised(cls, lines: "pl.Series") -> Self | None:
        for line in lines:
            if line.startswith(_FIELDS) and set(_names(line)) >= _NEEDED:
                return cls(_names(line))
        return None

    def requests(self, lines: "pl.Series") -> "pl.DataFrame":
        """Fields may change in the middle of a log: when a server was set up anew."""
        import polars as pl

        starts = lines.str.starts_with(_FIELDS).arg_true().to_list()
        frames = []
        for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
            if start in starts:
                self._fields = _names(lines[start])
            frames.append(self._parsed(lines[start:end]))
        return checked(pl.concat(frames))

    def _parsed(self, lines: "pl.Series") -> "pl.DataFrame":
        import polars as pl

        line = pl.col("line")
        values = pl.when(line.str.contains("\t")).then(line.str.extract_all(r"[^\t]+"))
        frame = lines.alias("line").to_frame().select(
            "line", values=values.otherwise(line.str.extract_all(r'"[^"]*"|\S+'))
        )  # fmt: skip
        whole = pl.col("values").list.len() == len(self._fields)
        query, agent = self._value("cs-uri-query"), self._value("cs(user-agent)")
        return frame.select(
            empty=line.str.strip_chars() == "",
            comment=line.str.starts_with("#"),
            created_at_ms=iso_ms(self._value("date") + "T" + self._value("time")),
            method=self._value("cs-method"),
            target=self._value("cs-uri-stem") + pl.when(query != "-").then("?" + query).otherwise(pl.lit("")),
            status=pl.when(whole).then(self._value("sc-status").cast(pl.UInt16, strict=False)),
            address=self._value("c-ip"),
            referrer=self._value("cs(referer)"),
            user_agent=_plain(agent) if self.names_agent else agent,
            host=self._value(next((name for name in _HOSTS if self._names_host(name)), "")),
        )

    def _names_host(self, name: str) -> bool:
        return name in self._fields and (name != "cs(host)" or "x-edge-location" not in self._fields)

    def _value(self, name: str) -> "pl.Expr":
        import polars as pl

        if name not in self._fields:
            return pl.lit(None, pl.String)
        return pl.col("values").list.get(self._fields.index(name), null_on_oob=True)


def _names(line: str) -> list[str]:
    return line.removeprefix(_FIELDS).lower().split()


def _plain(agent: "pl.Expr") -> "pl.Expr":
    """IIS writes spaces as `+`, CloudFront as `%20` and, in older logs, that once more as `%2520`."""
    import polars as pl

    def decoded(values: "pl.Series") -> "pl.Series":
        agents = values.unique().drop_nulls()
        return values.replace(agents, [unquote(unquote(text.replace("+", " "))) for text in agents])

    return agent.map_batches(decoded, return_dtype=pl.String)
