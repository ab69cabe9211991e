"""How hits are spread over visitors: where they are not, the visitors' addresses are probably a proxy's."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.duck import DuckLimits, open_duck
from engine.statements import Statements
from engine.views import create_views


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one site. `most_of_one` is the hits of the visitor and day that have most."""

    site_id: int
    hits: int
    visitors: int
    most_of_one: int
    with_country: int


def visitor_spreads(root: Path, spill: Path, limits: DuckLimits, first: date, least: int) -> list[Spread]:
    """Of all sites with `least` hits since the day `first`; reads DATA as it is. Raises duckdb.Error, OSError."""
    statements = Statements()
    with open_duck(root, spill, limits) as connection:
        create_views(connection, root, statements)
        rows = connection.execute(statements.text("visitor_spread"), {"first": first, "least": least}).fetchall()
    return [Spread(*row) for row in rows]
