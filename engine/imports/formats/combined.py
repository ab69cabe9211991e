"""The formats that most web servers write: Apache's and nginx's `combined`, and `common`."""

from typing import TYPE_CHECKING, ClassVar, Self

from engine.imports.formats.checked import checked
from engine.imports.formats.times import clf_ms
from engine.ingest.distinct import once_each

if TYPE_CHECKING:
    import polars as pl

_HEAD = r'^([^" ]+ .*?\[[^\]"]*\] )'
_TAIL = r'( \d{3}(?:\s[^"]*)?)'
_ESCAPED = r'"((?:[^"\\]|\\.)*)"'
_BARE = r'"(.*?)"'

_TIME_LENGTH = len("22/Nov/2026:08:30:00 +0000")


class Common:
    """`host ident user [time] "request" status bytes`; what stands behind that is passed over."""

    name = "common"
    names_agent = False
    pieces: ClassVar[dict[str, int]] = {"head": 0, "request": 1, "tail": 2}
    expressions: ClassVar[tuple[str, ...]] = (_HEAD + _ESCAPED + _TAIL, _HEAD + _BARE + _TAIL)
    looks: ClassVar[str] = r'^\S+ \S+ \S+ \[[^\]"]+\] ".*" \d{3} \S+[^"]*'

    @classmethod
    def recognised(cls, lines: "pl.Series") -> Self | None:
        return cls() if lines.str.contains(cls.looks + "$").any() else None

    def requests(self, lines: "pl.Series") -> "pl.DataFrame":
        """Cuts lines at their quotes, 1.2 million a second on one core; an expression with groups does 0.3 million.

        Cutting is right where no field holds a quote. The others (1 in 100 in a real log) take the expressions: the
        first knows `\\"`, the second takes a bare quote for text, as servers wrote it before they escaped it.
        """
        import polars as pl

        pieces = pl.col("line").str.split_exact('"', 6).struct.unnest()
        frame = lines.alias("line").to_frame().with_row_index("row").with_columns(pieces)
        plain = self._plain()
        names = {name: pl.col(f"field_{place}") for name, place in self.pieces.items()}
        cut = frame.filter(plain).select("row", empty=False, **names)
        odd = self._by_expressions(frame.filter(~plain).select("row", "line"))
        return _requests(pl.concat([cut, odd]).sort("row"))

    def _plain(self) -> "pl.Expr":
        """Whether no field holds a quote: then the pieces between the quotes are the fields."""
        import polars as pl

        quoted = [pl.col(f"field_{place}") for place in self.pieces.values() if place % 2]
        escaped = pl.any_horizontal(piece.str.ends_with("\\") for piece in quoted)
        return (pl.col("field_2").str.contains(r"^ \d{3}(\s|$)") & ~escaped).fill_null(value=False)

    def _by_expressions(self, odd: "pl.DataFrame") -> "pl.DataFrame":
        """The same fields of lines with quotes in them, all null where a line is not of this format."""
        import polars as pl

        names = list(self.pieces)
        matches = [pl.col("line").str.extract_groups(text).struct.rename_fields(names) for text in self.expressions]
        found = pl.coalesce(pl.when(match.struct.field("head").is_not_null()).then(match) for match in matches)
        empty = (pl.col("line").str.strip_chars() == "").alias("empty")
        unescaped = pl.col(names).str.replace_all(r'\\(["\\])', "$1")
        return odd.select("row", empty, found.struct.unnest()).with_columns(unescaped)


class Combined(Common):
    """A common line followed by `"referrer" "user agent"`."""

    name = "combined"
    names_agent = True
    pieces: ClassVar[dict[str, int]] = {**Common.pieces, "referrer": 3, "user_agent": 5}
    expressions: ClassVar[tuple[str, ...]] = (
        _HEAD + _ESCAPED + _TAIL + _ESCAPED + " " + _ESCAPED,
        _HEAD + _BARE + _TAIL + _BARE + ' "(.*)"',
    )
    looks: ClassVar[str] = Common.looks + '".*" ".*".*'

    def _plain(self) -> "pl.Expr":
        import polars as pl

        complete = (pl.col("field_4") == " ") & pl.col("field_6").is_not_null()
        return super()._plain() & complete.fill_null(value=False)


def _requests(fields: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    words = pl.col("request").str.splitn(" ", 2).struct
    asked = once_each(
        fields["request"],
        words.field("field_0").alias("method"),
        words.field("field_1").str.replace(r" +HTTP/[0-9.]+$", "").alias("target"),
    )
    absent = [pl.lit(None, pl.String).alias(name) for name in ("referrer", "user_agent") if name not in fields.columns]
    return checked(
        fields.with_columns(absent).select(
            "empty",
            "referrer",
            "user_agent",
            *asked,
            created_at_ms=clf_ms(pl.col("head").str.slice(-_TIME_LENGTH - 2, _TIME_LENGTH)),
            status=pl.col("tail").str.slice(1, 3).cast(pl.UInt16, strict=False),
            address=pl.col("head").str.splitn(" ", 2).struct.field("field_0"),
        )
    )
