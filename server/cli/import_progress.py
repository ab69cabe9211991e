"""How far an import is: a bar on a terminal, nothing elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from engine.imports.opening import Source

_NAME_LENGTH = 20
"""All of the bar fits into 80 columns."""


class _LinesColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        lines = int(task.fields["lines"])
        speed = lines / task.elapsed if task.elapsed else 0
        return Text(f"{lines:,} lines, {speed:,.0f}/s")


class LogProgress:
    """The bar of one log, on standard error."""

    def __init__(self, name: str) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=16),
            TaskProgressColumn(),
            _LinesColumn(),
            TimeRemainingColumn(),
            console=(console := Console(stderr=True)),
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(Path(name).name[:_NAME_LENGTH], total=None, lines=0)

    def __enter__(self) -> "LogProgress":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, source: Source, lines: int) -> None:
        self._progress.update(self._task, total=source.size_bytes, completed=source.taken_bytes, lines=lines)


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """A spinner, on standard error."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        progress.add_task(text, total=None)
        yield
