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
        return "event" in self.names or any(row.name == "event" for row in self.filters)

    def conditions(self, visits: str, hits: str) -> str:
        """On visits, over the SQL of the days' visits and hits."""
        return " and ".join(_condition(row, visits, hits) for row in self.filters) or "true"

    def values(self) -> dict[str, object]:
        """The parameters of the conditions."""
        return {f"is_{row.name}": row.value for row in self.filters if row.value is not None}

    @property
    def columns(self) -> str:
        """Of `narrowed_rows`. A page that is filtered by is the only one whose views count."""
        return ", ".join(self._columns())

    def _columns(self) -> Iterable[str]:
        is_of_path = any(row.name == "path" for row in self.filters)
        yield f"len({_PAGES_OF_PATH}) as pageviews" if is_of_path else "pageviews"
        for name in self.names:
            dimension = BY_NAME[name]
            if name == "path":
                yield f"{_PAGES_OF_PATH} as pages" if is_of_path else "pages"
            elif dimension.level in (Level.ATTRIBUTE, Level.VISIT):
                yield f"{dimension.column} as of_{name}"


def _condition(row: Filter, visits: str, hits: str) -> str:
    if row.name == "path":
        return f"len({_PAGES_OF_PATH}) > 0"
    if row.name == "event":
        happened = f"select * from ({hits}) where event = $is_event"
        return f"visit_id in (select visit_id from ({happened}) as happened join ({visits}) as held on {SAME_VISIT})"
    column = row.dimension.column
    return f"{column} is null" if row.value is None else f"{column} = $is_{row.name}"
