"""What a subject found, as Markdown and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = str | float | int


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold what `headings` name; numbers stand to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    says: str = ""
    """What it shows, where a report has several."""


@dataclass(frozen=True, slots=True)
class Target:
    """A promise of the design and what came of it."""

    what: str
    wanted: str
    found: str
    met: bool
    limited_by: str = ""
    """What physically bounds the figure."""


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    tables: tuple[Table, ...]
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = field(default=())
    """What could not be measured here, and why."""
    headlines: tuple[str, ...] = ()
    """The figures that matter most, a sentence each, for who reads nothing else."""
    pictures: tuple[str, ...] = ()
    """Names of SVG files beside the JSON."""
    measurements: tuple[dict[str, Any], ...] = ()
    """What the tables were made from, for the JSON alone."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def markdown(report: Report) -> Iterator[str]:
    yield f"## {report.title}"
    for table in report.tables:
        yield ""
        if table.says:
            yield from (table.says, "")
        yield from _table_lines(table)
    if report.targets:
        yield ""
        yield from _table_lines(_targets(report.targets))
    for note in (*report.notes, *(f"Left out: {text}" for text in report.left_out)):
        yield ""
        yield note
    yield ""


def _targets(targets: tuple[Target, ...]) -> Table:
    rows = tuple((t.what, t.wanted, t.found, "met" if t.met else "**missed**", t.limited_by) for t in targets)
    return Table(("target", "wanted", "found", "", "what bounds it"), rows)


def figure(value: float) -> str:
    """Three significant digits, without exponents."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _table_lines(table: Table) -> Iterator[str]:
    cells = [[cell if isinstance(cell, str) else figure(cell) for cell in row] for row in table.rows]
    widths = [max(len(row[place]) for row in [list(table.headings), *cells]) for place in range(len(table.headings))]
    right = [
        all(not isinstance(row[place], str) for row in table.rows) and bool(table.rows)
        for place in range(len(table.headings))
    ]
    yield _line(table.headings, widths, right)
    yield "| " + " | ".join("-" * (w - 1) + ":" if r else "-" * w for w, r in zip(widths, right, strict=True)) + " |"
    for row in cells:
        yield _line(row, widths, right)


def _line(cells: tuple[str, ...] | list[str], widths: list[int], right: list[bool]) -> str:
    padded = [
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    ]
    return "| " + " | ".join(padded) + " |"
