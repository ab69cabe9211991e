"""The command that a server starts for itself: the process that monitors."""

import sys

import typer

from server.uptime.process import COMMAND


def add_to(app: typer.Typer) -> None:
    app.command(COMMAND, hidden=True)(monitoring)


def monitoring() -> None:
    """Check the monitored sites for the server that started this, until it has gone. Not to be called by hand."""
    from server.uptime.watching import watch_until_left

    watch_until_left(sys.stdin.buffer)
