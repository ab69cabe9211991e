"""The definitions of visits and rollups read out in plain Python, to hold the SQL against."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from schemas.dimensions import DIMENSIONS, Dimension, Level

Hit = dict[str, Any]
Metrics = tuple[int, int, int, int, int, int]

GAP_MS = 30 * 60 * 1000


def visits(hits: Iterable[Hit]) -> list[list[Hit]]:
    """The hits of each visit in order."""
    found: list[list[Hit]] = []
    last: dict[tuple[Any, Any], list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (hit["created_at_ms"], hit["hit_id"])):
        key = (hit["day"], hit["visitor"])
        if key not in last or hit["created_at_ms"] - last[key][-1]["created_at_ms"] > GAP_MS:
            last[key] = []
            found.append(last[key])
        last[key].append(hit)
    return found


def is_bounce(visit: Sequence[Hit]) -> bool:
    return len(visit) == 1 and visit[0]["event"] is None


def duration_ms(visit: Sequence[Hit]) -> int:
    first, last = visit[0]["created_at_ms"], visit[-1]["created_at_ms"]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return last - first


def rollup(hits: list[Hit]) -> dict[tuple[Any, str, str | None], Metrics]:
    """Metrics by (day, dimension, value)."""
    rows: dict[tuple[Any, str, str | None], Metrics] = {}
    all_visits = visits(hits)
    for dimension in DIMENSIONS:
        counted: dict[tuple[Any, str | None], list[Hit]] = defaultdict(list)
        visited: dict[tuple[Any, str | None], list[list[Hit]]] = defaultdict(list)
        for hit, values in _hit_values(dimension, hits, all_visits):
            for value in values:
                counted[hit["day"], value].append(hit)
        for visit in all_visits:
            for value in _visit_values(dimension, visit):
                visited[visit[0]["day"], value].append(visit)
        for day, value in counted.keys() | visited.keys():
            rows[day, dimension.name, value] = _metrics(counted[day, value], visited[day, value])
    return rows


def _metrics(hits: list[Hit], of_value: list[list[Hit]]) -> Metrics:
    return (
        sum(hit["event"] is None for hit in hits),
        sum(hit["event"] is not None for hit in hits),
        len({hit["visitor"] for hit in hits}),
        len(of_value),
        sum(is_bounce(visit) for visit in of_value),
        sum(duration_ms(visit) for visit in of_value),
    )


def _hit_values(
    dimension: Dimension, hits: list[Hit], all_visits: list[list[Hit]]
) -> Iterator[tuple[Hit, set[str | None]]]:
    if dimension.level is Level.VISIT:
        for visit in all_visits:
            for hit in visit:
                yield hit, _visit_values(dimension, visit)
    else:
        for hit in hits:
            value = _value(dimension, hit)
            yield hit, set() if dimension.level is Level.HIT and value is None else {value}


def _visit_values(dimension: Dimension, visit: list[Hit]) -> set[str | None]:
    if dimension.level is Level.HIT:
        return {_value(dimension, hit) for hit in visit} - {None}
    if dimension.level is Level.VISIT:
        paths = [hit["path"] for hit in visit if hit["event"] is None]
        return {paths[0 if dimension.name == "entry" else -1]} if paths else set()
    return {_value(dimension, visit[0])}


def _value(dimension: Dimension, hit: Hit) -> str | None:
    if dimension.level is Level.ALL:
        return ""
    value = f"{hit['hour']:02d}" if dimension.name == "hour" else hit[dimension.name]
    assert value is None or isinstance(value, str)
    return value


def pageviews(hits: Iterable[Hit]) -> list[Hit]:
    """Newest first."""
    viewed = [hit for hit in hits if hit["event"] is None]
    return sorted(viewed, key=lambda hit: (hit["created_at_ms"], hit["hit_id"]), reverse=True)


def chosen(
    hits: Iterable[Hit],
    country: str | None,
    path: str | None,
    referrer: str | None,
    first: date,
    last: date,
    zone: tzinfo,
) -> list[Hit]:
    """Those that meet all filters that are given, on the days of the zone."""
    return [
        hit
        for hit in hits
        if country in (None, hit["country"])
        and path in (None, hit["path"])
        and (referrer is None or referrer.lower() in (hit["referrer"] or "").lower())
        and first <= datetime.fromtimestamp(hit["created_at_ms"] / 1000, zone).date() <= last
    ]


def groups(hits: Iterable[Hit], column: str) -> list[tuple[str | None, int, int]]:
    """Value, pageviews, visitors; most pageviews first, then by value, none or unknown last."""
    counted: dict[str | None, list[Hit]] = defaultdict(list)
    for hit in hits:
        counted[hit[column]].append(hit)
    rows = [
        (value, sum(hit["event"] is None for hit in of_value), len({(hit["day"], hit["visitor"]) for hit in of_value}))
        for value, of_value in counted.items()
    ]
    return sorted((row for row in rows if row[1]), key=lambda row: (-row[1], row[0] is None, row[0] or ""))
