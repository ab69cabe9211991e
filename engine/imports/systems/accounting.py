"""The rows of an export that cannot be taken over, counted with the first example of each kind."""

from typing import TYPE_CHECKING

from engine.imports.masking import masked
from engine.imports.summary import Summary, Unparsed

if TYPE_CHECKING:
    import polars as pl


def take_account(rows: "pl.DataFrame", summary: Summary) -> "pl.DataFrame":
    """The good ones. `rows` have a `problem`, null for none, and `written`, what their time was read from."""
    import polars as pl

    bad = rows.with_row_index("row", summary.lines + 2).filter(pl.col("problem").is_not_null())
    first = bad.group_by("problem", maintain_order=True).agg(pl.len(), pl.first("row"), pl.first("written"))
    for kind, lines, row, written in first.iter_rows():
        unparsed = summary.unparsed.setdefault(kind, Unparsed(lines=0, first_line=row, example=masked(written or "")))
        unparsed.lines += lines
    summary.lines += rows.height
    return rows.filter(pl.col("problem").is_null()).drop("problem")
