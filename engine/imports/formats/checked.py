"""What is wrong with a line's fields, for all formats alike."""

from typing import TYPE_CHECKING

from engine.imports.requests import REQUEST_NAMES, Problem

if TYPE_CHECKING:
    import polars as pl

FIRST_YEAR_MS = 631_152_000_000
"""1990: there were no web servers before; such times come from machines that did not know theirs."""


def checked(fields: "pl.DataFrame") -> "pl.DataFrame":
    """REQUEST_NAMES of lines whose fields have these names; of a line that is not of the format, `status` is null.

    `empty` and, where the format has them, `comment` say which lines are no requests at all. Where a column `host` says
    whom the request was for, it comes before the target: so that other hosts of the same server do not count.
    """
    import polars as pl

    instant = pl.col("created_at_ms")
    comment = pl.col("comment") if "comment" in fields.columns else pl.lit(value=False)
    problem = (
        pl.when("empty").then(pl.lit(Problem.EMPTY.value))
        .when(comment).then(pl.lit(Problem.COMMENT.value))
        .when(pl.col("status").is_null()).then(pl.lit(Problem.FIELDS.value))
        .when(instant.is_null() | (instant < FIRST_YEAR_MS)).then(pl.lit(Problem.TIME.value))
        .when(~(pl.col("method").str.contains("^[A-Z]+$") & (pl.col("target") != "")).fill_null(value=False))
        .then(pl.lit(Problem.REQUEST.value))
    )  # fmt: skip
    return fields.with_columns(
        problem=problem,
        target=_whole_target(fields),
        referrer=given("referrer"),
        user_agent=given("user_agent"),
    ).select(REQUEST_NAMES)


def given(name: str) -> "pl.Expr":
    """A field that servers write as `-` where the client did not send it."""
    import polars as pl

    return pl.when(~pl.col(name).is_in(["-", ""])).then(pl.col(name))


def _whole_target(fields: "pl.DataFrame") -> "pl.Expr":
    import polars as pl

    target = pl.col("target")
    if "host" not in fields.columns:
        return target
    named = given("host").is_not_null() & target.str.starts_with("/")
    return pl.when(named).then(pl.concat_str(pl.lit("https://"), "host", target)).otherwise(target)
