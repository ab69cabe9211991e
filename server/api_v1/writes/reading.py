"""The rows of a request: which can be stored, and what is wrong with the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from schemas.sites import Site
from server.api_v1.writes.columns import Part, part_of_rows, quick_part
from server.api_v1.writes.repeats import row_name
from server.api_v1.writes.rows import Kind, Row, read_row

ROWS_A_PART = 5000
"""Small enough that no other thread waits long, large enough to be cheap."""


@dataclass(slots=True)
class Reading:
    """`errors`, `ids` and `names` (of the rows that have an id) are by place in the request."""

    raws: Sequence[bytes | msgspec.Raw]
    """All rows as JSON."""
    parts: list[Part] = field(default_factory=list)
    errors: dict[int, list[str]] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    names: dict[int, bytes] = field(default_factory=dict)


def read_rows(raws: Sequence[bytes | msgspec.Raw], kind: Kind, site: Site, now_ms: int) -> Reading:
    """Quickly where nothing is odd, closely where something is."""
    reading = Reading(raws)
    for first in range(0, len(raws), ROWS_A_PART):
        some = raws[first : first + ROWS_A_PART]
        part = quick_part(some, first, kind, now_ms) or _closely_read(some, first, kind, now_ms, reading.errors)
        if part is not None:
            reading.parts.append(part)
            note_ids(part, site, reading)
    return reading


def _closely_read(
    raws: Sequence[bytes | msgspec.Raw], first: int, kind: Kind, now_ms: int, errors: dict[int, list[str]]
) -> Part | None:
    """The rows without errors, if there are any; the errors of the others are put into `errors`."""
    rows: dict[int, Row] = {}
    for place, raw in enumerate(raws, first):
        row = read_row(raw, kind, now_ms)
        if isinstance(row, Row):
            rows[place] = row
        else:
            errors[place] = row
    return part_of_rows(list(rows), list(rows.values())) if rows else None


def note_ids(part: Part, site: Site, reading: Reading) -> None:
    """Puts the ids of a part, and the names they give its rows, into `reading`."""
    if part.ids is not None:
        ids = {place: row_id for place, row_id in zip(part.places, part.ids, strict=True) if row_id}
        reading.ids.update(ids)
        reading.names.update((place, row_name(site, row_id)) for place, row_id in ids.items())
