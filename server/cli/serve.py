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
    if not app.registry.accounts.all():
        link = f"{app.settings.base_url or address}/setup/{app.dashboard.setup_token}"
        print(
            f"There is no account yet. Make it, and the first site, with this link, which works once:\n  {link}",
            flush=True,
        )
    elif not app.registry.sites.all():
        print(
            f"There is no site yet: sign in and add one, or use `hitlake site add DOMAIN --data {app.settings.data}`."
        )
