"""How far an import is: a bar on a terminal, nothing elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from engine.imports.opening import Source


class _LinesColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        lines = int(task.fields["lines"])
        speed = lines / task.elapsed if task.elapsed else 0
        return Text(f"{lines:,} lines, {speed:,.0f} a second")


class LogProgress:
    """The bar of one log, on standard error."""

    def __init__(self, name: str) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            _LinesColumn(),
            TimeRemainingColumn(),
            console=(console := Console(stderr=True)),
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(name, total=None, lines=0)

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
