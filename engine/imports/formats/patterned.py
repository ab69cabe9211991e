"""Formats whose lines one regular expression describes, with a named group for each field."""

from typing import TYPE_CHECKING, ClassVar, Self

from engine.imports.formats.checked import checked
from engine.imports.formats.times import clf_ms

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

GROUPS = ("address", "time", "request", "method", "target", "status", "referrer", "user_agent", "host")
"""What a group may be named. `request` is a method, a target and mostly a protocol, if these have no groups."""


def quoted(name: str) -> str:
    r"""A field between quotes, in which a quote is written as `\"`."""
    return rf'"(?P<{name}>(?:[^"\\]|\\.)*)"'


class Patterned:
    """A format of which `expression` says all; of the GROUPS that it lacks, nothing is known."""

    name: ClassVar[str]
    names_agent: ClassVar[bool] = True
    expression: ClassVar[str]

    @classmethod
    def recognised(cls, lines: "pl.Series") -> Self | None:
        return cls() if lines.str.contains(cls.expression).any() else None

    def requests(self, lines: "pl.Series") -> "pl.DataFrame":
        return checked(fields_of(lines, self.expression, self.created_at_ms))

    @staticmethod
    def created_at_ms(time: "pl.Expr") -> "pl.Expr":
        return clf_ms(time)


def fields_of(lines: "pl.Series", expression: str, created_at_ms: "Callable[[pl.Expr], pl.Expr]") -> "pl.DataFrame":
    """The columns that `checked` takes, all null but `empty` where a line is not as the expression says."""
    import polars as pl

    found = lines.alias("line").to_frame().with_columns(pl.col("line").str.extract_groups(expression).alias("found"))
    fields = found.unnest("found")
    absent = [pl.lit(None, pl.String).alias(name) for name in GROUPS if name not in fields.columns]
    unescaped = pl.col("request", "target", "referrer", "user_agent").str.replace_all(r'\\(["\\])', "$1")
    words = pl.col("request").str.splitn(" ", 2).struct
    return (
        fields.with_columns(absent)
        .with_columns(unescaped)
        .select(
            "address",
            "referrer",
            "user_agent",
            "host",
            empty=pl.col("line").str.strip_chars() == "",
            created_at_ms=created_at_ms(pl.col("time")),
            method=pl.coalesce(words.field("field_0"), "method"),
            target=pl.coalesce(words.field("field_1").str.replace(r" +HTTP/[0-9.]+$", ""), "target"),
            status=pl.col("status").cast(pl.UInt16, strict=False),
        )
    )
