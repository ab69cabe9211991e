"""What several tools take, each with the words that an assistant reads."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from schemas.dimensions import DIMENSIONS
from schemas.errors import BadInputError
from schemas.filters import FILTERABLE, Filter
from schemas.metrics import METRICS
from schemas.questions import Days
from schemas.sites import Site
from server.mcp.answers import Span

MOST_DAYS = 3660
USUAL_DAYS = 30

DIMENSION_NAMES = [dimension.name for dimension in DIMENSIONS if dimension.name != "total"]
METRIC_NAMES = [metric.name for metric in METRICS]

SiteName = Annotated[
    str | None,
    Field(description="The site's domain, uid or id, as in list_sites. Not needed where there is one site."),
]
LastDays = Annotated[
    int | None,
    Field(
        ge=1,
        le=MOST_DAYS,
        description="So many days, of which today is the last; 30 where no days are given. 1 is today alone.",
    ),
]
FirstDay = Annotated[
    date | None, Field(description="The first day, such as 2026-11-01, in the site's time zone. With last_day.")
]
LastDay = Annotated[date | None, Field(description="The last day, included. Today where only first_day is given.")]
FilterValues = Annotated[
    dict[str, str | None] | None,
    Field(
        description="Leaves whole visits: a dimension's name and its exact value, null for none or unknown, such as "
        '{"country": "DE", "device": "mobile"}. Visits bear the value from their first hit, begin (entry) or '
        "end (exit) there, viewed the path, or had the event in them; with a path, only its own views count.",
        json_schema_extra={"propertyNames": {"enum": list(FILTERABLE)}},
    ),
]
DimensionName = Annotated[
    str, Field(description="What rows are grouped by.", json_schema_extra={"enum": [*DIMENSION_NAMES]})
]
MetricName = Annotated[
    str, Field(description="Rows come with the highest of this first.", json_schema_extra={"enum": [*METRIC_NAMES]})
]
Limit = Annotated[int, Field(ge=1, le=200, description="So many rows at most.")]
PageNumber = Annotated[int, Field(ge=1, description="Which page of so many rows, from 1.")]


def asked_days(today: date, last_days: int | None, first: date | None, last: date | None) -> Days:
    """Raises BadInputError for days that contradict each other, and for too many."""
    if last_days is not None and (first or last):
        raise BadInputError("give last_days, or first_day and last_day, not both")
    if first is None:
        if last is not None:
            raise BadInputError("last_day needs a first_day")
        return Days.through(today, last_days or USUAL_DAYS)
    last = last or today
    if last < first:
        raise BadInputError(f"first_day {first} is after last_day {last}; for the site it is {today}")
    if (last - first).days >= MOST_DAYS:
        raise BadInputError(f"from {first} to {last} are over {MOST_DAYS} days, which is the most")
    return Days(first, last + timedelta(days=1))


def days_before(days: Days) -> Days:
    """As many, just before."""
    return Days(days.first - timedelta(days=len(days)), days.first)


def span(site: Site, days: Days) -> Span:
    return Span(site.domain, days.first.isoformat(), days.last.isoformat(), site.time_zone)


def asked_filters(values: Mapping[str, str | None] | None) -> list[Filter]:
    """Raises BadInputError that names what is allowed."""
    return [Filter(name, value) for name, value in (values or {}).items()]


def chosen(what: str, name: str, allowed: list[str]) -> str:
    """Raises BadInputError where it is none of them."""
    if name not in allowed:
        raise BadInputError(f"there is no {what} {name!r}; allowed are {', '.join(allowed)}")
    return name
