"""Work on a column that is done once for each distinct value: in logs, most texts come again and again."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def once_each(texts: "pl.Series", *work: "pl.Expr") -> "pl.DataFrame":
    """What expressions over the column of the Series' name give, row by row; null for null.

    To find out what is distinct takes 0.03 us a row, an expression over a text 0.05 to 0.2.
    """
    import polars as pl

    coded = texts.to_arrow().dictionary_encode()
    found = pl.Series(texts.name, coded.dictionary).to_frame().select(*work)
    places = pl.Series("place", coded.indices).cast(pl.get_index_type())
    return found.select(pl.all().gather(places))
