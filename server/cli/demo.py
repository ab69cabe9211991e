"""hitlake demo: a server with a made-up account, site, keys and 90 days of hits."""

import os
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.settings_sources import find_settings

if TYPE_CHECKING:
    from server.app import App
    from server.demo.memory import Memory

DATA = "demo-data"
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "note": {"dim": True},
    "command": {"fg": "cyan"},
}


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    data: Annotated[
        str, typer.Option("--data", metavar="DIR", help="The demo's own data folder.", show_default=f"./{DATA}")
    ] = DATA,
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = None,
    port: Annotated[str | None, typer.Option(metavar="NUMBER", help="The port to listen on.")] = None,
) -> None:
    """Serve a made-up site with 90 days of hits, and print lines to try.

    The hits are the same for everybody on the same day. What happened since the last start is filled in.
    """
    from server.demo.memory import recall
    from server.serving import serve

    settings = find_settings({"data": data, "host": host, "port": port}, os.environ).settings
    memory = recall(settings.data, time.time_ns() // 1_000_000)
    serve(settings, lambda app, address: _announce(app, address, memory))
    print(f"Stopped. Everything is kept in {settings.data}.")


def _announce(app: "App", address: str, memory: "Memory") -> None:
    from server.demo.filling import fill
    from server.demo.greeting import greeting
    from server.demo.household import set_up

    data = app.settings.data
    household, memory = set_up(app.registry, data, memory)
    if not memory.filled_until_ms:
        print("Making up 90 days of hits ...", flush=True)
    memory = fill(app.lake, household.site, data, memory, app.now_ms())
    for style, line in greeting(household, memory, data, address):
        typer.secho(line, **_STYLES.get(style, {}))
