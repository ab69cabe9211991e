"""Plausible's export: a zip archive of CSV files, one for each of its reports."""

from typing import TYPE_CHECKING

from engine.imports.systems import names
from engine.imports.systems.counting import Counting, number
from engine.imports.systems.tables import Table

if TYPE_CHECKING:
    import polars as pl

_VISITS = {"imported_entry_pages": "entrances", "imported_exit_pages": "exits"}
"""What these call their visits."""


def counting(table: Table) -> Counting | None:
    import polars as pl

    name = "_".join(part for part in table.name.removesuffix(".csv").split("_") if not part.isdigit())
    if not name.startswith("imported_") or "date" not in table.heading:
        return None
    dimensions = _dimensions(name, table)
    if not dimensions:
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
    return Counting(pl.col("date").str.to_date("%Y-%m-%d", strict=False), "date", counted, dimensions)


def _dimensions(name: str, table: Table) -> dict[str, "pl.Expr"]:
    import polars as pl

    wanted: dict[str, dict[str, pl.Expr]] = {
        "imported_visitors": {"total": pl.lit("")},
        "imported_pages": {"path": pl.col("page")},
        "imported_entry_pages": {"entry": pl.col("entry_page")},
        "imported_exit_pages": {"exit": pl.col("exit_page")},
        # Regions are codes and cities numbers there, and names here.
        "imported_locations": {"country": names.country(pl.col("country"))},
        "imported_devices": {"device": names.device(pl.col("device"))},
        "imported_browsers": {"browser": names.browser(pl.col("browser"))},
        "imported_operating_systems": {"platform": names.platform(pl.col("operating_system"))},
        "imported_custom_events": {"event": pl.col("name")},
        "imported_sources": _sources(table),
    }
    return wanted.get(name, {})


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
