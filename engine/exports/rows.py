"""What can be exported."""

import pyarrow as pa

from schemas.dimensions import DIMENSIONS
from schemas.hits import HIT_SCHEMA
from schemas.rollups import IMPORTED_SCHEMA, ROLLUP_SCHEMA
from schemas.visits import VISIT_SCHEMA

_OF_THE_VISIT = ("hit_id", "site_id", "day", "hour", "created_at", "visitor")
"""What a hit of an exported visit says with its visit, or by `after_ms`."""

VISIT_HIT = pa.struct(
    [
        pa.field("after_ms", pa.int32()),
        *(pa.field(field.name, field.type) for field in HIT_SCHEMA if field.name not in _OF_THE_VISIT),
    ]
)
"""A hit in an exported visit's `hits`: milliseconds after `started_at`, and the rest of HIT_SCHEMA."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "hits": tuple(HIT_SCHEMA.names),
    "visits": (*VISIT_SCHEMA.names, "hits"),
    "rollups": ("site_id", *ROLLUP_SCHEMA.names),
    "imported": ("site_id", *IMPORTED_SCHEMA.names),
}
"""What is exported as it is kept, and its columns. Visits have their hits besides, in their order."""

DAYS = "days"
"""The report that has a row a day, in their order."""

REPORTS: tuple[str, ...] = (DAYS, *(dimension.name for dimension in DIMENSIONS if dimension.name != "total"))
"""The others have a row a day and value, those with the most pageviews first in each day; null is none or unknown. As
every metric is additive over days, sums of the rows are exact, and each is imported again."""
