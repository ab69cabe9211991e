"""All commands, joined."""

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Annotated

import typer

from server.cli import (
    backup,
    demo,
    doctor,
    exports,
    flush,
    imports,
    keys,
    mcp,
    monitor,
    monitoring,
    serve,
    settings,
    sites,
    sql,
    users,
    verify,
)

GROUPS: tuple[Callable[[typer.Typer], None], ...] = (
    serve.add_to,
    demo.add_to,
    users.add_to,
    sites.add_to,
    keys.add_to,
    imports.add_to,
    exports.add_to,
    monitor.add_to,
    monitoring.add_to,
    sql.add_to,
    mcp.add_to,
    flush.add_to,
    backup.add_to,
    verify.add_to,
    doctor.add_to,
    settings.add_to,
)
"""In the order of the help."""

ADDED = "hitlake.commands"
"""The entry points that more commands are found by: the benchmarks', which nothing of the server may import."""


def command_line() -> typer.Typer:
    app = typer.Typer(
        name="hitlake",
        help="Web analytics in one program: it counts hits, keeps them as Parquet files and answers from them.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_hitlake)
    for add_to in GROUPS:
        add_to(app)
    for command in entry_points(group=ADDED):
        command.load()(app)
    return app


def _show_version(shown: bool) -> None:
    if shown:
        from server.version import installed_version

        version = installed_version()
        print(f"hitlake {version}" if version else "hitlake, run from its source folder")
        raise typer.Exit


def _hitlake(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass
