"""What an assistant may read before it asks."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import orjson
from mcp.server.mcpserver import MCPServer

from engine.uptime.history import CHECK_SCHEMA
from schemas.dimensions import DIMENSIONS
from schemas.hits import HIT_COLUMNS, Column
from schemas.metrics import METRICS
from schemas.rollups import IMPORTED_COLUMNS, ROLLUP_COLUMNS
from schemas.visits import VISIT_COLUMNS
from server.mcp.desk import Desk
from server.mcp.tools.sites import list_sites

_VIEWS: dict[str, Sequence[Column]] = {
    "hits": HIT_COLUMNS,
    "visits": VISIT_COLUMNS,
    "rollups": ROLLUP_COLUMNS,
    "imported": IMPORTED_COLUMNS,
}

_SITE_ID = {"name": "site_id", "type": "int32", "holds": "the site"}


def metrics(_: Desk) -> dict[str, Any]:
    """What the numbers mean: metrics, dimensions, and the words site, hit, visitor, visit and day."""
    return {
        "words": {
            "site": "what is measured, with a time zone of its own",
            "hit": "one pageview, or one custom event, which has an event name",
            "visitor": "a keyed hash, valid for one site and one day: nobody is followed from day to day",
            "visit": "a visitor's hits of one day with no gap over 30 minutes",
            "day": "a date in the site's time zone; instants are in UTC",
        },
        "metrics": {metric.name: metric.means for metric in METRICS},
        "derived": {
            "bounce_rate_percent": "bounces of visits, in percent",
            "average_visit_seconds": "duration over all visits, in seconds; bounces count as 0",
            "active_visitors": "distinct visitors with a hit in the last 5 minutes",
        },
        "dimensions": {dimension.name: dimension.label for dimension in DIMENSIONS},
    }


def sites(desk: Desk) -> dict[str, Any]:
    """The sites that are measured."""
    return asdict(list_sites(desk))


def columns(_: Desk) -> dict[str, Any]:
    """The views of run_sql with their columns, types, and what each holds."""
    views = {
        name: [{"name": row.name, "type": str(row.type), "holds": row.holds} for row in rows]
        for name, rows in _VIEWS.items()
    }
    for name in ("rollups", "imported"):
        views[name].insert(0, _SITE_ID)
    views["checks"] = [
        {"name": row.name, "type": str(row.type), "holds": "of a check of uptime"} for row in CHECK_SCHEMA
    ]
    return views


RESOURCES: tuple[Callable[[Desk], dict[str, Any]], ...] = (metrics, sites, columns)


def add_resources(server: MCPServer[Any], desk: Desk) -> None:
    for resource in RESOURCES:
        name = resource.__name__
        read = _reader(desk, resource)
        server.resource(f"hitlake://{name}", name=name, description=resource.__doc__, mime_type="application/json")(
            read
        )


def _reader(desk: Desk, resource: Callable[[Desk], dict[str, Any]]) -> Callable[[], str]:
    def read() -> str:
        return orjson.dumps(resource(desk)).decode()

    return read
