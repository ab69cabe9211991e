"""What is found once for each distinct value is what is found row by row."""

import polars as pl
import pytest

from engine.ingest.distinct import once_each


@pytest.mark.parametrize("values", [["b", "a", None, "b", ""], [None, None], []])
def test_each_row_has_what_its_value_gives(values: list[str | None]) -> None:
    texts = pl.Series("text", values, pl.String)
    work = [pl.col("text").str.len_bytes().alias("length"), (pl.col("text") + "!").alias("cry")]
    assert once_each(texts, *work).equals(texts.to_frame().select(*work))
