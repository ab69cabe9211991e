"""The rows of a request: which can be stored, and what is wrong with the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from schemas.sites import Site
from server.api_v1.writes.repeats import row_name
from server.api_v1.writes.rows import Kind, Row, read_row


class Asked(NamedTuple):
    """A row that can be stored."""

    place: int
    """In the request, from 0."""
    raw: bytes | msgspec.Raw
    """Its JSON."""
    row: Row


@dataclass(slots=True)
class Reading:
    """`errors` and `names` (of the rows that have an `id`) are by place in the request."""

    asked: list[Asked] = field(default_factory=list)
    errors: dict[int, list[str]] = field(default_factory=dict)
    names: dict[int, bytes] = field(default_factory=dict)


def read_rows(
    raws: Iterable[bytes | msgspec.Raw], kind: Kind, site: Site, now_ms: int, is_address: Callable[[str], bool]
) -> Reading:
    reading = Reading()
    for place, raw in enumerate(raws):
        row = read_row(raw, kind, now_ms, is_address)
        if isinstance(row, Row):
            reading.asked.append(Asked(place, raw, row))
            if row.id:
                reading.names[place] = row_name(site, row.id)
        else:
            reading.errors[place] = row
    return reading
