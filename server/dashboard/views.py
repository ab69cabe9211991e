"""What a page of numbers shows, as its address says it: days, filters, and what the chart draws."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from schemas.errors import BadInputError
from schemas.filters import FILTERABLE, PROPERTY, Filter
from schemas.questions import Days

RANGES: dict[str, tuple[str, int]] = {
    "today": ("Today", 1),
    "7d": ("7 days", 7),
    "30d": ("30 days", 30),
    "90d": ("90 days", 90),
    "12mo": ("12 months", 365),
}
"""Name in the address to label and days, today as the last."""

DEFAULT_RANGE = "30d"
CUSTOM = "custom"
MOST_DAYS = 1500
MOST_FILTERS = 40
CHARTED: dict[str, str] = {"visitors": "Visitors", "visits": "Visits", "pageviews": "Pageviews"}


@dataclass(frozen=True, slots=True)
class View:
    base: str
    """The address of the overview."""
    page: str
    """What follows it on this page; empty on the overview itself."""
    range: str
    days: Days
    filters: tuple[Filter, ...] = ()
    metric: str = "visitors"
    compared: bool = True

    @property
    def previous(self) -> Days:
        """As many days, right before."""
        return Days(self.days.first - timedelta(days=len(self.days)), self.days.first)

    @property
    def query(self) -> str:
        """With a question mark, or empty; the usual is left out."""
        pairs = self.pairs
        return "?" + urlencode(pairs) if pairs else ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the query, also for the fields of a form that asks the same view for something more."""
        pairs: list[tuple[str, str]] = []
        if self.range != DEFAULT_RANGE:
            pairs.append(("range", self.range))
        if self.range == CUSTOM:
            pairs += [("from", str(self.days.first)), ("to", str(self.days.last))]
        if self.metric != "visitors":
            pairs.append(("metric", self.metric))
        if not self.compared:
            pairs.append(("compare", "no"))
        return pairs + [(row.name, row.value or "") for row in self.filters]

    @property
    def address(self) -> str:
        return self.base + self.page + self.query

    @property
    def on_overview(self) -> "View":
        return replace(self, page="")

    def at(self, page: str) -> str:
        """The same days and filters on another page of the site."""
        return replace(self, page=page).address

    def fields(self) -> list[tuple[str, str]]:
        """The view for a form that asks for other days."""
        return replace(self, range=DEFAULT_RANGE).pairs

    def with_range(self, name: str) -> str:
        return replace(self, range=name).address

    def with_metric(self, name: str) -> str:
        return replace(self, metric=name).address

    def with_comparison(self, *, compared: bool) -> str:
        return replace(self, compared=compared).address

    def with_filter(self, name: str, value: str | None) -> str:
        others = tuple(row for row in self.filters if row.name != name)
        return replace(self, filters=(*others, Filter(name, value))).address

    def without(self, name: str) -> str:
        return replace(self, filters=tuple(row for row in self.filters if row.name != name)).address

    def detail(self, name: str, suffix: str = "") -> str:
        return self.at(f"/by/{name}{suffix}")

    def listed(self, name: str, search: str, suffix: str = "") -> str:
        """All values of a dimension that have the text."""
        address = self.detail(name, suffix)
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'q': search})}" if search else address


def parse_view(query: Mapping[str, str], base: str, page: str, today: date) -> View:
    """Raises BadInputError, naming the value."""
    name = query.get("range", DEFAULT_RANGE)
    if name == CUSTOM:
        days = _custom(query, today)
    elif name in RANGES:
        days = Days.through(today, RANGES[name][1])
    else:
        raise BadInputError(f"range is {name!r}; allowed are {', '.join([*RANGES, CUSTOM])}")
    metric = query.get("metric", "visitors")
    if metric not in CHARTED:
        raise BadInputError(f"metric is {metric!r}; allowed are {', '.join(CHARTED)}")
    names = [name for name in FILTERABLE if name in query] + sorted({n for n in query if n.startswith(PROPERTY)})
    filters = tuple(Filter(name, query[name] or None) for name in names[:MOST_FILTERS])
    return View(base, page, name, days, filters, metric, query.get("compare") != "no")


def _custom(query: Mapping[str, str], today: date) -> Days:
    try:
        first, last = (date.fromisoformat(query.get(name) or str(today)) for name in ("from", "to"))
    except ValueError:
        raise BadInputError("from and to are dates like 2026-11-22") from None
    if first > last:
        raise BadInputError(f"from is {first}, which is after to, {last}")
    if (last - first).days >= MOST_DAYS or not 1971 <= first.year <= 9000 or last.year > 9000:
        raise BadInputError(f"from {first} to {last} is too long; at most {MOST_DAYS} days are shown")
    return Days(first, last + timedelta(days=1))
