"""How a table of counts becomes rollup rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.imports.systems.tables import Table
from schemas.errors import BadInputError
from schemas.metrics import METRICS

if TYPE_CHECKING:
    import polars as pl

_METRICS = tuple(metric.name for metric in METRICS)


@dataclass(frozen=True, slots=True)
class Counting:
    """`day` is a Date, null where a row has none, and `written` the column that says it.

    `metrics` are numbers by name, those that the table has. A row counts for a value of each of the `dimensions`, null
    for none or unknown.
    """

    day: "pl.Expr"
    written: str
    metrics: Mapping[str, "pl.Expr"]
    dimensions: Mapping[str, "pl.Expr"]
    counts: "pl.Expr | None" = None
    """Which rows are meant; all where it is not given."""

    def require_columns(self, table: Table) -> None:
        """Raises BadInputError where the table lacks one that this counts."""
        read = (self.day, *self.metrics.values(), *self.dimensions.values())
        wanted = dict.fromkeys(name for expression in read for name in expression.meta.root_names())
        lacking = [name for name in wanted if name not in table.heading]
        if lacking:
            raise BadInputError(f"{table.name} lacks the column {lacking[0]}; it has {', '.join(table.heading)}")

    def rows(self, table: "pl.DataFrame") -> "pl.DataFrame":
        """`day`, `dimension`, `value` and all metrics, of the rows with a day."""
        import polars as pl

        numbers = {name: self.metrics.get(name, pl.lit(0.0)) for name in _METRICS}
        counted = [number.round().cast(pl.Int64).fill_null(0).alias(name) for name, number in numbers.items()]
        meant = table if self.counts is None else table.filter(self.counts)
        frames = [
            meant.select(self.day.alias("day"), *counted, dimension=pl.lit(name), value=value.cast(pl.String))
            for name, value in self.dimensions.items()
        ]
        return pl.concat(frames).filter(pl.col("day").is_not_null()).select("day", "dimension", "value", *_METRICS)


def number(column: str) -> "pl.Expr":
    """As programs and people write it: 1234, 1,234.5, 12%. Null for what is none."""
    import polars as pl

    text = pl.col(column).str.replace_all(",", "").str.replace_all(" ", "")
    share = text.str.ends_with("%")
    value = text.str.strip_chars_end("%s").cast(pl.Float64, strict=False)
    return pl.when(share).then(value / 100).otherwise(value)


def first_of(heading: Sequence[str], *names: str) -> str | None:
    """The first of the names that is a column."""
    return next((name for name in names if name in heading), None)


def summed(rows: Sequence["pl.DataFrame"]) -> "pl.DataFrame":
    """One row a day, dimension and value. The events of a day count in its total, too, where there is one."""
    import polars as pl

    found = pl.concat(rows).group_by("day", "dimension", "value").agg(pl.col(*_METRICS).sum())
    events = found.filter(pl.col("dimension") == "event").group_by("day").agg(of_day=pl.col("events").sum())
    is_total = pl.col("dimension") == "total"
    counted = pl.when(is_total).then(pl.max_horizontal("events", pl.col("of_day").fill_null(0))).otherwise("events")
    return found.join(events, on="day", how="left").with_columns(events=counted).drop("of_day")
