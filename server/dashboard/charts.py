"""The chart of the overview, as numbers that its SVG is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 200
"""Of the drawing; it is stretched to the page."""


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    """Of the day or hour, for people."""
    count: int | None
    """None for what is still to come."""
    before: int | None
    """At the same place of the previous period."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a point's sensitive strip lies, in percent of the width."""

    point: Point
    x: str
    width: str
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class Chart:
    columns: list[Column]
    line: str
    """SVG path of what is finished."""
    area: str
    before: str
    unfinished: str
    """SVG path of the last stretch, where time is not over yet; empty without."""
    top: float
    """What the upper edge stands for."""
    ticks: list[tuple[str, str, str]]
    """Labels below: percent of the width, text, anchor."""


def chart(points: Sequence[Point], *, is_unfinished: bool) -> Chart:
    """At least one point. The last one that has a count is unfinished where time is."""
    top = _round_up(max(max(point.count or 0, point.before or 0) for point in points))
    places = [(_x(n, len(points)), _y(point.count, top)) for n, point in enumerate(points) if point.count is not None]
    cut = len(places) - 1 if is_unfinished and places else len(places)
    before = [(_x(n, len(points)), _y(point.before, top)) for n, point in enumerate(points) if point.before is not None]
    strip = 100 / len(points)
    return Chart(
        columns=[
            Column(point, f"{n * strip:.3f}%", f"{strip:.3f}%", cut <= n < len(places))
            for n, point in enumerate(points)
        ],
        line=_path(places[:cut]),
        area=_path([(places[0][0], HEIGHT), *places, (places[-1][0], HEIGHT)]) + "Z" if places else "",
        before=_path(before),
        unfinished=_path(places[max(cut - 1, 0) :]) if cut < len(places) else "",
        top=top,
        ticks=_ticks(points),
    )


def _x(number: int, count: int) -> float:
    return WIDTH * (number + 0.5) / count


def _y(value: int, top: float) -> float:
    return HEIGHT - HEIGHT * value / top


def _path(places: Sequence[tuple[float, float]]) -> str:
    if len(places) == 1:
        x, y = places[0]
        return f"M{x - 6:.1f} {y:.1f}H{x + 6:.1f}"
    return "".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(places))


def _round_up(most: int) -> float:
    """To a number of which half is plain too."""
    if most <= 4:
        return 4
    size = 10 ** (len(str(most)) - 1)
    return next(float(step * size) for step in (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10) if step * size >= most)


def _ticks(points: Sequence[Point], most: int = 6) -> list[tuple[str, str, str]]:
    step = max(1, -(-len(points) // most))
    places = range(0, len(points), step)
    return [
        (
            f"{100 * (n + 0.5) / len(points):.2f}%",
            points[n].label,
            "start" if n == 0 and len(points) > most else "middle",
        )
        for n in places
    ]
