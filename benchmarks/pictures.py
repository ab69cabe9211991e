"""Line charts as SVG, both axes logarithmic: readable on light and on dark pages, and without any script."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 46, 54
COLOURS = ("#d9480f", "#f59f00", "#1c7ed6", "#7048e8", "#c2255c", "#2b8a3e", "#868e96", "#0b7285")
_TEXT = "#495057"
_LABEL_HEIGHT = 15.0


def chart(title: str, across: str, up: str, lines: Mapping[str, Points]) -> str:
    """`across` and `up` say what the axes are. Lines without points are left out."""
    drawn = {name: points for name, points in lines.items() if points}
    xs = [x for points in drawn.values() for x, _ in points]
    ys = [y for points in drawn.values() for _, y in points]
    return "\n".join(_elements(title, across, up, drawn, _Axis(xs), _Axis(ys))) + "\n"


class _Axis:
    """Whole powers of ten around the values."""

    def __init__(self, values: Sequence[float]) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))

    def share(self, value: float) -> float:
        return (math.log10(value) - self.low) / (self.high - self.low)

    @property
    def marks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _x(axis: _Axis, value: float) -> float:
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT)


def _y(axis: _Axis, value: float) -> float:
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM)


def _elements(title: str, across: str, up: str, lines: Mapping[str, Points], wide: _Axis, high: _Axis) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif">'
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    yield _text(LEFT, 24, title, size=16)
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, across, anchor="middle")
    yield _text(LEFT - 8, TOP - 8, up, anchor="end")
    for mark in high.marks:
        yield _rule(LEFT, _y(high, mark), WIDTH - RIGHT, _y(high, mark))
        yield _text(LEFT - 8, _y(high, mark) + 4, f"{mark:,g}", anchor="end")
    for mark in wide.marks:
        yield _rule(_x(wide, mark), TOP, _x(wide, mark), HEIGHT - BOTTOM)
        yield _text(_x(wide, mark), HEIGHT - BOTTOM + 18, f"{mark:,.0f}", anchor="middle")
    labels = _label_heights({name: _y(high, points[-1][1]) for name, points in lines.items()})
    for number, (name, points) in enumerate(lines.items()):
        yield from _line(name, points, COLOURS[number % len(COLOURS)], wide, high, labels[name], is_first=number == 0)
    yield "</svg>"


def _line(
    name: str, points: Points, colour: str, wide: _Axis, high: _Axis, label: float, *, is_first: bool
) -> Iterator[str]:
    places = [(_x(wide, x), _y(high, y)) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{4 if is_first else 2}"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5 if is_first else 3}" fill="{colour}"/>'
    end = WIDTH - RIGHT + 14
    yield _rule(places[-1][0] + 6, places[-1][1], end - 4, label - 4, colour)
    yield _text(end, label, name, colour=colour, weight="bold" if is_first else "normal")


def _label_heights(wanted: Mapping[str, float]) -> dict[str, float]:
    """Beside the ends of the lines, moved down where they would lie on each other."""
    heights: dict[str, float] = {}
    lowest = 0.0
    for name, height in sorted(wanted.items(), key=lambda item: item[1]):
        lowest = max(height + 4, lowest + _LABEL_HEIGHT)
        heights[name] = lowest
    too_low = max(0.0, lowest - (HEIGHT - 8))
    return {name: height - too_low for name, height in heights.items()}


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, colour: str = _TEXT, weight: str = "normal"
) -> str:
    style = f'text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str = "#dee2e6") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'
