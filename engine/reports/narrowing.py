"""What filters are in SQL: conditions on hits, on their visits, and on both."""

from collections.abc import Sequence

from schemas.dimensions import Level
from schemas.filters import Filter

SAME_VISIT = (
    "held.day = happened.day and held.visitor = happened.visitor "
    "and happened.created_at between held.started_at and held.started_at + to_milliseconds(held.duration_ms)"
)
"""Whether a hit called `happened` belongs to a visit called `held`."""


def narrowing_slots(filters: Sequence[Filter]) -> dict[str, str]:
    """The slots of `narrowed_rows`."""
    events = [row for row in filters if row.name == "event"]
    pages = [row for row in filters if row.dimension.level is Level.HIT and row.name != "event"]
    places = [row for row in filters if row.dimension.level is Level.VISIT]
    attributes = [row for row in filters if row.dimension.level is Level.ATTRIBUTE]
    happened = [f"visit_id in (select visit_id from event_hits where {_condition(row)})" for row in events]
    return {
        "same_visit": SAME_VISIT,
        "place_conditions": _all([*map(_condition, places), *happened]),
        "visit_conditions": _all(map(_condition, attributes)),
        "hit_conditions": _all(map(_condition, [*pages, *attributes])),
        "page_conditions": _all(map(_condition, pages)),
        "meeting_conditions": "visit_id in (select visit_id from hits_of_visits)" if pages else "true",
        "within": f"semi join placed_visits as held on {SAME_VISIT}" if places or events else "",
    }


def narrowing_values(filters: Sequence[Filter]) -> dict[str, object]:
    """The parameters of the conditions."""
    return {f"is_{row.name}": row.value for row in filters if row.value is not None}


def _condition(row: Filter) -> str:
    column = row.dimension.column
    return f"{column} is null" if row.value is None else f"{column} = $is_{row.name}"


def _all(conditions: "Sequence[str] | map[str]") -> str:
    return " and ".join(conditions) or "true"
