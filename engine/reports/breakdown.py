"""The values of dimensions, the highest first, with all their metrics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from engine.reports.sources import Sources
from schemas.dimensions import BY_NAME
from schemas.filters import Filter
from schemas.metrics import METRICS
from schemas.questions import Days
from schemas.sites import Site

_METRICS = frozenset(metric.name for metric in METRICS)


@dataclass(frozen=True, slots=True)
class Totals:
    """The metrics, summed over days."""

    pageviews: int = 0
    events: int = 0
    visitors: int = 0
    visits: int = 0
    bounces: int = 0
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A dimension's value; None is for none or unknown."""

    value: str | None
    totals: Totals


@dataclass(frozen=True, slots=True)
class Breakdown:
    values: list[Value]
    count: int
    """How many values there are in all."""


def breakdown(
    sources: Sources,
    site: Site,
    days: Days,
    dimensions: Sequence[str],
    filters: Sequence[Filter] = (),
    *,
    order: Mapping[str, str] = MappingProxyType({}),
    search: str | None = None,
    skipped: int = 0,
    wanted: int = 10,
) -> dict[str, Breakdown]:
    """For each dimension `wanted` values after the first `skipped` ones; `search` is a part of the value.

    `order` is the metric that comes first, by dimension; visitors where it is not there.
    """
    assert _METRICS.issuperset(order.values()), f"{order} has what is no metric"
    found: dict[str, Breakdown] = {name: Breakdown([], 0) for name in dimensions}
    rows = sources.ask_narrowed(
        "breakdown",
        site,
        days,
        dimensions,
        filters,
        slots={"order": _ordered_by(order)},
        of_day=False,
        search=search,
        skipped=skipped,
        wanted=wanted,
    )
    for dimension, value, *metrics, count in rows:
        values = found[dimension].values
        values.append(Value(value, Totals(*metrics)))
        found[dimension] = Breakdown(values, count)
    return found


def _ordered_by(order: Mapping[str, str]) -> str:
    """An SQL expression; names of dimensions and metrics are this program's."""
    cases = " ".join(f"when '{BY_NAME[dimension].name}' then {metric}" for dimension, metric in order.items())
    return f"case dimension {cases} else visitors end" if cases else "visitors"
