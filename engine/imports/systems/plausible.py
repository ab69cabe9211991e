"""Plausible's export: a zip archive of CSV files, one for each of its reports."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.imports.systems import names
from engine.imports.systems.counting import Counting, number
from engine.imports.systems.tables import Table

if TYPE_CHECKING:
    import polars as pl

_Dimensions = Callable[[Table], dict[str, "pl.Expr"]]

_VISITS = {"imported_entry_pages": "entrances", "imported_exit_pages": "exits"}
"""What these call their visits."""


def counting(table: Table) -> Counting | None:
    import polars as pl

    name = next((name for name in _DIMENSIONS if table.name.startswith(name)), None)
    if name is None or "date" not in table.heading:
        return None
    metrics = {
        "pageviews": "pageviews",
        "visitors": "visitors",
        "visits": _VISITS.get(name, "visits"),
        "bounces": "bounces",
        "events": "events",
    }
    counted = {metric: number(column) for metric, column in metrics.items() if column in table.heading}
    if "visit_duration" in table.heading:
        counted["duration_ms"] = number("visit_duration") * 1000
    return Counting(pl.col("date").str.to_date("%Y-%m-%d", strict=False), "date", counted, _DIMENSIONS[name](table))


def _sources(table: Table) -> dict[str, "pl.Expr"]:
    import polars as pl

    nothing = pl.lit(None, pl.String)
    referrer = pl.col("referrer").str.replace("^https?://", "") if "referrer" in table.heading else nothing
    host = referrer.str.split("/").list.first().str.replace(r"^www\.", "")
    tagged = pl.col("utm_source") if "utm_source" in table.heading else nothing
    # A source is what a link says of itself, or the name of a group of sites; that one stands for their hosts.
    found = {"referrer_host": pl.coalesce(host, pl.when(tagged.is_null()).then(pl.col("source"))), "source": tagged}
    found["referrer"] = pl.lit("https://") + referrer
    found |= {name: pl.col(name) for name in table.heading if name.startswith("utm_") and name != "utm_source"}
    return found


def _only(dimension: str, column: str, value: "Callable[[pl.Expr], pl.Expr]" = lambda text: text) -> _Dimensions:
    """`value` is made of the column's text."""

    def dimensions(_: Table) -> dict[str, "pl.Expr"]:
        import polars as pl

        return {dimension: value(pl.col(column))}

    return dimensions


def _total(_: Table) -> dict[str, "pl.Expr"]:
    import polars as pl

    return {"total": pl.lit("")}


_DIMENSIONS: dict[str, _Dimensions] = {
    "imported_visitors": _total,
    "imported_pages": _only("path", "page"),
    "imported_entry_pages": _only("entry", "entry_page"),
    "imported_exit_pages": _only("exit", "exit_page"),
    # Regions are codes and cities numbers there, and names here.
    "imported_locations": _only("country", "country", names.country),
    "imported_devices": _only("device", "device", names.device),
    "imported_browsers": _only("browser", "browser", names.browser),
    "imported_operating_systems": _only("platform", "operating_system", names.platform),
    "imported_custom_events": _only("event", "name"),
    "imported_sources": _sources,
}
"""By how the names of files begin; dates follow."""
