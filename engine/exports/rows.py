"""What can be exported."""

from schemas.dimensions import DIMENSIONS
from schemas.hits import HIT_SCHEMA
from schemas.rollups import IMPORTED_SCHEMA, ROLLUP_SCHEMA
from schemas.visits import VISIT_SCHEMA

COLUMNS: dict[str, tuple[str, ...]] = {
    "hits": tuple(HIT_SCHEMA.names),
    "visits": tuple(VISIT_SCHEMA.names),
    "rollups": ("site_id", *ROLLUP_SCHEMA.names),
    "imported": ("site_id", *IMPORTED_SCHEMA.names),
}
"""What is exported as it is kept, and its columns."""

DAYS = "days"
"""The report that has a row a day, in their order."""

REPORTS: tuple[str, ...] = (DAYS, *(dimension.name for dimension in DIMENSIONS if dimension.name != "total"))
"""The others have a row a day and value, those with the most pageviews first in each day; null is none or unknown. As
every metric is additive over days, sums of the rows are exact, and each is imported again."""
