"""A small map of the world in dots, with a circle for each country.

Cylindrical and equal-area: a row of dots covers as much land anywhere, and a circle's area is its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import radians, sin, sqrt
from pathlib import Path

_DATA = Path(__file__).parent / "data"
STEP = 3.6
"""Between two dots, in units of the drawing; a unit is a degree of longitude."""
WIDTH, HEIGHT = 360.0, 162.0
_TOP, _BOTTOM = sin(radians(77)), sin(radians(-56.5))
"""The edges, as sines of their latitudes."""
_LARGEST = 13.0
_SMALLEST = 1.4


@dataclass(frozen=True, slots=True)
class Spot:
    country: str
    count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class WorldMap:
    land: str
    """SVG path: a run for each stretch of land; a dash pattern makes dots of it."""
    spots: list[Spot]
    """Largest first: smaller ones are drawn over them."""


def world(counts: Mapping[str, int]) -> WorldMap:
    """`counts` is by ISO 3166-1 alpha-2; what has no place on the map is left out."""
    places = _places()
    most = max(counts.values(), default=0)
    spots = [
        Spot(country, count, *places[country], round(max(_SMALLEST, _LARGEST * sqrt(count / most)), 1))
        for country, count in sorted(counts.items(), key=lambda row: -row[1])
        if count and country in places
    ]
    return WorldMap(_land(), spots)


@lru_cache(1)
def _places() -> dict[str, tuple[float, float]]:
    rows = (line.split() for line in (_DATA / "positions.txt").read_text("utf-8").splitlines())
    return {code: _place(float(latitude), float(longitude)) for code, latitude, longitude in rows}


def _place(latitude: float, longitude: float) -> tuple[float, float]:
    share = (_TOP - sin(radians(latitude))) / (_TOP - _BOTTOM)
    return round(longitude + 180, 1), round(HEIGHT * min(max(share, 0.0), 1.0), 1)


@lru_cache(1)
def _land() -> str:
    """From a drawing with a # for each dot."""
    parts = []
    for number, line in enumerate((_DATA / "land.txt").read_text("utf-8").splitlines()):
        y = f"{(number + 0.5) * STEP:.1f}"
        for start, length in _runs(line):
            parts.append(f"M{(start + 0.5) * STEP:.1f} {y}h{(length - 1) * STEP + 0.1:.1f}")
    return "".join(parts)


def _runs(line: str) -> list[tuple[int, int]]:
    """Start and length of each run of #."""
    found: list[tuple[int, int]] = []
    for place, mark in enumerate(line):
        if mark != "#":
            continue
        if found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found
