"""The metrics of each day, and of each hour of a day."""

from collections.abc import Sequence
from datetime import date

from engine.reports.breakdown import Totals
from engine.reports.sources import Sources
from schemas.filters import Filter
from schemas.questions import Days
from schemas.sites import Site


def daily(sources: Sources, site: Site, days: Days, filters: Sequence[Filter] = ()) -> dict[date, Totals]:
    """Days without hits are left out."""
    rows = sources.ask_narrowed("rollup_rows", site, days, ["total"], filters)
    return {day: Totals(*metrics) for day, _, _, *metrics in rows}


def hourly(sources: Sources, site: Site, days: Days, filters: Sequence[Filter] = ()) -> dict[tuple[date, int], Totals]:
    """Hours of the site's clock; those without hits are left out. A visit counts in the hour it begins."""
    rows = sources.ask_narrowed("rollup_rows", site, days, ["hour"], filters)
    return {(day, int(hour)): Totals(*metrics) for day, _, hour, *metrics in rows}


def summed(rows: Sequence[Totals]) -> Totals:
    """Exact: all metrics are additive."""
    return Totals(
        sum(row.pageviews for row in rows),
        sum(row.events for row in rows),
        sum(row.visitors for row in rows),
        sum(row.visits for row in rows),
        sum(row.bounces for row in rows),
        sum(row.duration_ms for row in rows),
    )
