"""What filters are in SQL: conditions on visits, which are kept or left out whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.dimensions import BY_NAME, Level
from schemas.filters import Filter

SAME_VISIT = (
    "held.day = happened.day and held.visitor = happened.visitor "
    "and happened.created_at between held.started_at and held.started_at + to_milliseconds(held.duration_ms)"
)
"""Whether a hit called `happened` belongs to a visit called `held`: a visitor's visits of a day do not overlap."""

_PAGES_OF_PATH = "list_filter(pages, lambda page: page.path = $is_path)"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What passes the filters, by some dimensions."""

    names: Sequence[str]
    filters: Sequence[Filter]

    @property
    def needs_hits(self) -> bool:
        """Events are told apart in hits alone."""
        return "event" in self.names or any(_is_of_event(row) for row in self.filters)

    def conditions(self, visits: str, hits: str) -> str:
        """On visits, over the SQL of the days' visits and hits."""
        parts = [_condition(row) for row in self.filters if not _is_of_event(row)]
        happened = event_condition(self.filters)
        if happened != "true":
            held = f"(select * from ({hits}) where {happened}) as happened join ({visits}) as held on {SAME_VISIT}"
            parts.append(f"visit_id in (select visit_id from {held})")
        return " and ".join(parts) or "true"

    def values(self) -> dict[str, object]:
        """The parameters of the conditions."""
        of_visits = {f"is_{row.name}": row.value for row in self.filters if row.value is not None and row.prop is None}
        return of_visits | property_values(self.filters)

    @property
    def columns(self) -> str:
        """Of `narrowed_rows`. A page that is filtered by is the only one whose views count."""
        return ", ".join(self._columns())

    def _columns(self) -> Iterable[str]:
        is_of_path = any(row.name == "path" and row.value is not None for row in self.filters)
        yield f"len({_PAGES_OF_PATH}) as pageviews" if is_of_path else "pageviews"
        for name in self.names:
            dimension = BY_NAME[name]
            if name == "path":
                yield f"{_PAGES_OF_PATH} as pages" if is_of_path else "pages"
            elif dimension.level in (Level.ATTRIBUTE, Level.VISIT):
                yield f"{dimension.column} as of_{name}"


def event_condition(filters: Iterable[Filter]) -> str:
    """On the one hit that is meant by a filter by event and those by its properties."""
    parts = [_of_hit(row) for row in filters if row.name == "event"]
    for number, row in enumerate(_of_properties(filters)):
        value = f"json_extract_string(props, $at_property_{number})" if row.prop else "event_value"
        parts.append(f"{value} = $is_property_{number}")
    return " and ".join(parts) or "true"


def property_values(filters: Iterable[Filter]) -> dict[str, object]:
    """The parameters of the properties' conditions. A property's place is a JSON pointer."""
    values: dict[str, object] = {}
    for number, row in enumerate(_of_properties(filters)):
        values[f"is_property_{number}"] = row.value or ""
        if row.prop:
            values[f"at_property_{number}"] = "/" + row.prop.replace("~", "~0").replace("/", "~1")
    return values


def _of_properties(filters: Iterable[Filter]) -> list[Filter]:
    return [row for row in filters if row.prop is not None]


def _is_of_event(row: Filter) -> bool:
    return row.name == "event" or row.prop is not None


def _of_hit(row: Filter) -> str:
    return "event is null" if row.value is None else "event = $is_event"


def _condition(row: Filter) -> str:
    if row.name == "path":
        return f"len({_PAGES_OF_PATH}) > 0" if row.value is not None else "false"
    column = row.dimension.column
    return f"{column} is null" if row.value is None else f"{column} = $is_{row.name}"
