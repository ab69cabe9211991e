"""Matomo's reports by day, as CSV of its reporting API. A report does not say what it is of: the file's name does."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.imports.systems import names
from engine.imports.systems.counting import Counting, first_of, number
from engine.imports.systems.tables import Table
from schemas.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

_VISITORS = ("nb_uniq_visitors", "sum_daily_nb_uniq_visitors")

_METRICS = {
    "pageviews": ("nb_pageviews", "nb_hits", "nb_actions"),
    "visitors": _VISITORS,
    "visits": ("nb_visits",),
    "bounces": ("bounce_count",),
    "duration_ms": ("sum_visit_length",),
}

_ENTRIES = {
    "visitors": ("entry_nb_uniq_visitors", "entry_sum_daily_nb_uniq_visitors"),
    "visits": ("entry_nb_visits",),
    "bounces": ("entry_bounce_count",),
    "duration_ms": ("entry_sum_visit_length",),
}

_EXITS = {"visitors": ("exit_nb_uniq_visitors", "exit_sum_daily_nb_uniq_visitors"), "visits": ("exit_nb_visits",)}

_EVENTS = {"events": ("nb_events",), "visitors": _VISITORS}


@dataclass(frozen=True, slots=True)
class _Report:
    """`value` is made of the report's label."""

    dimension: str
    value: "Callable[[Table], pl.Expr]"
    metrics: "dict[str, tuple[str, ...]]"


def counting(table: Table) -> Counting | None:
    """Raises BadInputError for a report that cannot be told, or is not by day."""
    import polars as pl

    metrics = [name for name in table.heading if name.startswith("nb_")]
    if not metrics:
        return None
    method = next((name for name in _REPORTS if name.lower() in table.name.lower()), None)
    if method is None:
        known = ", ".join(_REPORTS)
        raise BadInputError(
            f"{table.name} is a report of Matomo, and its name does not say which: call it by the method of the API "
            f"that gave it, such as VisitsSummary.get.csv; known are {known}"
        )
    report = _REPORTS[method]
    if "date" not in table.heading:
        raise BadInputError(f"{table.name} has no column `date`: ask for it with period=day and a range of dates")
    counted: dict[str, pl.Expr] = {}
    for metric, columns in report.metrics.items():
        if (column := first_of(table.heading, *columns)) is not None:
            counted[metric] = number(column) * (1000 if metric == "duration_ms" else 1)
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=False)
    return Counting(day, "date", counted, {report.dimension: report.value(table)})


def _total(_: Table) -> "pl.Expr":
    import polars as pl

    return pl.lit("")


def _label(table: Table) -> "pl.Expr":
    import polars as pl

    column = first_of(table.heading, "label", "Label")
    return names.known(pl.col(column)) if column else pl.lit(None, pl.String)


def _path(table: Table) -> "pl.Expr":
    import polars as pl

    column = first_of(table.heading, "metadata_url", "url")
    label = _label(table)
    named = pl.when(label.str.starts_with("/")).then(label).otherwise(pl.lit("/") + label)
    path = pl.col(column).str.extract(r"^https?://[^/?#]+(/[^?#]*)") if column else pl.lit(None, pl.String)
    return pl.coalesce(path, named)


def _country(table: Table) -> "pl.Expr":
    import polars as pl

    column = first_of(table.heading, "metadata_code", "code")
    return names.country(pl.col(column) if column else _label(table))


_REPORTS = {
    "VisitsSummary.get": _Report("total", _total, _METRICS),
    "API.get": _Report("total", _total, _METRICS),
    "Actions.getPageUrls": _Report("path", _path, _METRICS),
    "Actions.getEntryPageUrls": _Report("entry", _path, _ENTRIES),
    "Actions.getExitPageUrls": _Report("exit", _path, _EXITS),
    "Referrers.getWebsites": _Report("referrer_host", _label, _METRICS),
    "Referrers.getCampaigns": _Report("utm_campaign", _label, _METRICS),
    "UserCountry.getCountry": _Report("country", _country, _METRICS),
    "DevicesDetection.getBrowsers": _Report("browser", lambda table: names.browser(_label(table)), _METRICS),
    "DevicesDetection.getOsFamilies": _Report("platform", lambda table: names.platform(_label(table)), _METRICS),
    "DevicesDetection.getType": _Report("device", lambda table: names.device(_label(table)), _METRICS),
    "Events.getAction": _Report("event", _label, _EVENTS),
}
