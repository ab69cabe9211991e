"""Google Analytics 4: a report or an exploration that was downloaded as CSV, in English, with a column for the day."""

from typing import TYPE_CHECKING

from engine.imports.systems import names
from engine.imports.systems.counting import Counting, first_of, number
from engine.imports.systems.tables import Table
from schemas.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl

_PAGEVIEWS = ("Views", "Screen page views", "Pageviews")
_VISITORS = ("Active users", "Total users", "Users")
_OWN_EVENTS = ("page_view", "session_start", "first_visit", "user_engagement")
"""What it sends by itself for what is counted otherwise here."""


def counting(table: Table) -> Counting | None:
    """Raises BadInputError for a report without days."""
    import polars as pl

    heading = table.heading
    if first_of(heading, *_PAGEVIEWS, *_VISITORS, "Sessions", "Event count") is None:
        return None
    written = first_of(heading, "Date", "Nth day")
    if written is None:
        raise BadInputError(
            f"{table.name} is a report of Google Analytics without days: add the dimension Date to it, "
            "and download it again"
        )
    dimensions = _dimensions(table)
    events = "event" in dimensions
    of_event = ~pl.col("Event name").is_in(_OWN_EVENTS) if events else None
    return Counting(_day(table, written), written, _metrics(table, events=events), dimensions, of_event)


def _day(table: Table, written: str) -> "pl.Expr":
    import polars as pl

    if written == "Date":
        text = pl.col("Date")
        return pl.coalesce(text.str.to_date("%Y%m%d", strict=False), text.str.to_date("%Y-%m-%d", strict=False))
    told = next((line for line in table.remarks if line.startswith("# Start date:")), "")
    first = pl.lit(told.removeprefix("# Start date:").strip()).str.to_date("%Y%m%d", strict=False)
    return first + pl.duration(days=pl.col(written).cast(pl.Int64, strict=False))


def _metrics(table: Table, *, events: bool) -> dict[str, "pl.Expr"]:
    heading = table.heading
    found: dict[str, pl.Expr] = {}
    for metric, columns in {"pageviews": _PAGEVIEWS, "visitors": _VISITORS, "visits": ("Sessions",)}.items():
        if (column := first_of(heading, *columns)) is not None:
            found[metric] = number(column)
    if events and "Event count" in heading:
        found["events"] = number("Event count")
    if "Sessions" in heading:
        sessions = number("Sessions")
        if "Engaged sessions" in heading:
            found["bounces"] = sessions - number("Engaged sessions")
        elif "Bounce rate" in heading:
            found["bounces"] = sessions * number("Bounce rate")
        if "Average session duration" in heading:
            found["duration_ms"] = sessions * number("Average session duration") * 1000
    return found


def _dimensions(table: Table) -> dict[str, "pl.Expr"]:
    """The day's total where the report is by nothing else."""
    import polars as pl

    found: dict[str, pl.Expr] = {}
    for dimension, columns in _COLUMNS.items():
        if (column := first_of(table.heading, *columns)) is not None:
            found[dimension] = _value(dimension, column)
    if (both := first_of(table.heading, "Session source / medium", "First user source / medium")) is not None:
        parts = pl.col(both).str.split(" / ")
        found |= {"source": _told(parts.list.first()), "utm_medium": _told(parts.list.last())}
    return found or {"total": pl.lit("")}


def _value(dimension: str, column: str) -> "pl.Expr":
    import polars as pl

    text = _told(pl.col(column))
    if dimension in ("path", "entry"):
        path = text.str.replace(r"[?#].*$", "")
        return pl.when(path.str.starts_with("/")).then(path).otherwise(pl.lit("/") + path)
    if dimension == "hour":
        return text.str.zfill(2)
    if dimension == "language":
        return text.str.split("-").list.first().str.to_lowercase()
    named = {"browser": names.browser, "platform": names.platform, "device": names.device, "country": names.country}
    return named[dimension](text) if dimension in named else text


def _told(text: "pl.Expr") -> "pl.Expr":
    import polars as pl

    return pl.when(~text.is_in(["(direct)", "(none)"])).then(names.known(text))


_COLUMNS = {
    "path": ("Page path", "Page path and screen class", "Page path + query string"),
    "entry": ("Landing page", "Landing page + query string"),
    "event": ("Event name",),
    "referrer": ("Page referrer",),
    "source": ("Session source", "First user source"),
    "utm_medium": ("Session medium", "First user medium"),
    "utm_campaign": ("Session campaign", "First user campaign"),
    "country": ("Country ID", "Country"),
    "region": ("Region",),
    "city": ("City",),
    "browser": ("Browser",),
    "platform": ("Operating system",),
    "device": ("Device category",),
    "language": ("Language code",),
    "hour": ("Hour",),
}
