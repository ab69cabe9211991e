"""A progress bar on a terminal, on standard error; nothing elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_WHAT_LENGTH = 30
"""All of the bar fits into 80 columns."""

Advance = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what comes next."""


@contextmanager
def progress_bar(name: str) -> Iterator[Advance]:
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}", markup=False),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task(name, total=None, what="")

        def advance(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=max(total, 1), what=what[:_WHAT_LENGTH])

        yield advance
