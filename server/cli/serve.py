"""hitlake serve: the server."""

from typing import TYPE_CHECKING

import typer

from server.cli.options import takes_settings
from server.settings import Settings

if TYPE_CHECKING:
    from server.app import App


def add_to(app: typer.Typer) -> None:
    app.command("serve")(takes_settings(serve))


def serve(settings: Settings) -> None:
    """Serve the collector, the APIs and the dashboard until Ctrl-C."""
    from server.serving import serve as serve_until_stopped

    serve_until_stopped(settings, _announce)
    print("Stopped. Everything is kept.")


def _announce(app: "App", address: str) -> None:
    for damage in app.lake.damage:
        print(f"Put aside at start: {damage}")
    print(f"Hitlake serves {app.settings.data} at {app.settings.base_url or address} (Ctrl-C stops it).", flush=True)
    if not app.registry.sites.all():
        data = f" --data {app.settings.data}"
        print(
            "There is no site yet. In another terminal:\n"
            f"  hitlake user add you@example.com{data}\n"
            f"  hitlake site add example.com{data}\n"
            f"  hitlake key create{data}",
            flush=True,
        )
