"""hitlake mcp: an AI assistant asks about the sites."""

import importlib.util
import sys

import typer

from schemas.errors import BadInputError
from server.cli.options import DataOption, settings_of


def add_to(app: typer.Typer) -> None:
    app.command("mcp")(mcp)


def mcp(data: DataOption = None) -> None:
    """Answer an AI assistant's questions, by the Model Context Protocol on standard input and output.

    The assistant starts it: name this command in its configuration. It reads the data folder beside a running server
    or without one, today's hits included, and changes nothing.
    """
    settings = settings_of(data)
    if importlib.util.find_spec("mcp") is None:
        raise BadInputError('this needs one more package: pip install "hitlake[mcp]"')
    from server.mcp.serving import serve

    if sys.stdin.isatty():
        print("An AI assistant starts this and talks to it on standard input; end with Ctrl-D.", file=sys.stderr)
    serve(settings)
