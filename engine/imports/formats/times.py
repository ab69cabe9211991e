"""Times as logs write them, in epoch milliseconds; null where a text is no time."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

CLF = "%d/%b/%Y:%H:%M:%S %z"
"""22/Nov/2026:08:30:00 +0000"""


def clf_ms(text: "pl.Expr") -> "pl.Expr":
    return text.str.to_datetime(CLF, strict=False).dt.epoch("ms")


def iso_ms(text: "pl.Expr") -> "pl.Expr":
    """Like 2026-11-22T08:30:00.123Z, with any offset; without one it is UTC. Three digits of a second's parts count."""
    import polars as pl

    moment = text.str.extract(r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)").str.replace(" ", "T")
    offset = text.str.extract(r"(Z|[+-]\d\d:?\d\d)$").str.replace(":", "").str.replace("Z", "+0000").fill_null("+0000")
    seconds = (moment + offset).str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False).dt.epoch("ms")
    part = (pl.lit("0.") + text.str.extract(r":\d\d\.(\d{1,9})").fill_null("0")).cast(pl.Float64) * 1000
    return seconds + part.cast(pl.Int64)


def epoch_ms(text: "pl.Expr") -> "pl.Expr":
    """Seconds since 1970, with a fraction or without."""
    import polars as pl

    return (pl.when(text.str.contains(r"^\d{9,10}(\.\d+)?$")).then(text).cast(pl.Float64) * 1000).cast(pl.Int64)
