"""What the Uptime page draws, from stretches of checks: a strip of 90 days, and how fast answers came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.uptime.durations import in_words
from engine.uptime.history import KEPT_DAYS, Stretch

WIDTH, HEIGHT = 1000, 160
"""Of the chart; it is stretched to the page."""
LENGTHS: dict[str, tuple[str, int]] = {"24h": ("24 hours", 30), "7d": ("7 days", 180), "90d": ("90 days", 0)}
"""Name in the address to label and minutes of a stretch; 0 is a day of the site's zone."""
_COUNTS = {"24h": 48, "7d": 56}


@dataclass(frozen=True, slots=True)
class Cell:
    """Of a strip or a chart: where it lies in percent of the width, and what it says."""

    x: str
    width: str
    kind: str
    """up, partly, down or unknown."""
    says: str


@dataclass(frozen=True, slots=True)
class Latency:
    paths: list[str]
    """SVG, one for every run of stretches with answers."""
    cells: list[Cell]
    top: int
    """Milliseconds at the upper edge; 0 where no answer came."""
    ticks: list[tuple[str, str, str]]
    """Percent of the width, label, anchor."""


def days(now_ms: int, zone: str) -> list[int]:
    """Bounds of the last 90 days of a zone, in epoch milliseconds; today is the last."""
    place = ZoneInfo(zone)
    today = datetime.fromtimestamp(now_ms / 1000, place).date()
    dates = [today - timedelta(days=back) for back in range(KEPT_DAYS - 1, -2, -1)]
    return [int(datetime.combine(day, time(), place).timestamp() * 1000) for day in dates]


def bounds(length: str, now_ms: int, zone: str) -> list[int]:
    """Of the stretches of a chart, the one that now is in as the last."""
    minutes = LENGTHS[length][1]
    if not minutes:
        return days(now_ms, zone)
    step = minutes * 60_000
    end = -(-(now_ms + 1) // step) * step
    return [end - step * back for back in range(_COUNTS[length], -1, -1)]


def strip(stretches: Sequence[Stretch], zone: str) -> list[Cell]:
    return list(_cells(stretches, zone, "%-d %b %Y"))


def latency(stretches: Sequence[Stretch], length: str, zone: str) -> Latency:
    # An answer within half a millisecond counts as 0, and is one all the same.
    top = _round_up(max((stretch.milliseconds or 1 for stretch in stretches if stretch.passed), default=0))
    label = "%-d %b" if length == "90d" else "%a %H:%M" if length == "7d" else "%H:%M"
    return Latency(
        paths=[_path(run) for run in _runs(stretches, top)] if top else [],
        cells=list(_cells(stretches, zone, "%-d %b" if length == "90d" else "%-d %b, %H:%M")),
        top=top,
        ticks=list(_ticks(stretches, zone, label)),
    )


def _cells(stretches: Sequence[Stretch], zone: str, label: str) -> Iterator[Cell]:
    width = 100 / len(stretches)
    for place, stretch in enumerate(stretches):
        says = f"{_at(stretch.start_ms, zone, label)}: {_found(stretch)}"
        yield Cell(f"{place * width:.3f}%", f"{width:.3f}%", _kind(stretch), says)


def _kind(stretch: Stretch) -> str:
    if not stretch.passed + stretch.failed:
        return "unknown"
    if not stretch.failed:
        return "up"
    return "partly" if stretch.passed else "down"


def _found(stretch: Stretch) -> str:
    checks = stretch.passed + stretch.failed
    if not checks:
        return "not checked"
    came = f", {stretch.milliseconds} ms on average" if stretch.milliseconds is not None else ""
    if stretch.failed:
        return f"{stretch.failed} of {checks} checks failed{came}"
    return f"{'all ' if checks > 1 else ''}{checks} check{'s' if checks > 1 else ''} passed{came}"


def _runs(stretches: Sequence[Stretch], top: int) -> Iterator[list[tuple[float, float]]]:
    """Of neighbours with answers: where nobody answered, or nobody asked, the line is broken."""
    run: list[tuple[float, float]] = []
    for place, stretch in enumerate(stretches):
        if stretch.milliseconds is None:
            if run:
                yield run
            run = []
        else:
            x = WIDTH * (place + 0.5) / len(stretches)
            run.append((x, HEIGHT - HEIGHT * stretch.milliseconds / top))
    if run:
        yield run


def _path(run: Sequence[tuple[float, float]]) -> str:
    if len(run) == 1:
        x, y = run[0]
        return f"M{x - 4:.1f} {y:.1f}H{x + 4:.1f}"
    return "".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(run))


def _round_up(most: int) -> int:
    """To a number of which half is plain too; 0 for 0."""
    size = 10 ** (len(str(most)) - 1)
    return next(step * size for step in (0, 2, 4, 6, 8, 10) if step * size >= most) if most > 1 else 2 * most


def _ticks(stretches: Sequence[Stretch], zone: str, label: str, most: int = 6) -> Iterator[tuple[str, str, str]]:
    for place in range(0, len(stretches), -(-len(stretches) // most)):
        yield f"{100 * place / len(stretches):.2f}%", _at(stretches[place].start_ms, zone, label), "start"


def _at(epoch_ms: int, zone: str, label: str) -> str:
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).astimezone(ZoneInfo(zone)).strftime(label)


def moment(epoch_ms: int, zone: str) -> str:
    """`26 Nov 2026, 14:05`, of the site's clock."""
    return _at(epoch_ms, zone, "%-d %b %Y, %H:%M")


def lasted(milliseconds: int) -> str:
    return in_words(milliseconds // 1000)


def ago(milliseconds: int) -> str:
    """`3 minutes ago`, `just now`."""
    return f"{in_words(milliseconds // 1000)} ago" if milliseconds >= 60_000 else "just now"


def ahead(milliseconds: int) -> str:
    """`in 3 minutes`, `in a moment`."""
    return f"in {in_words(milliseconds // 1000)}" if milliseconds >= 60_000 else "in a moment"
