"""hitlake flush: what is in the journal goes to Parquet now."""

from typing import TYPE_CHECKING

import typer

from server.cli.opening import opened_registry
from server.cli.options import DataOption, settings_of

if TYPE_CHECKING:
    from engine.storage.lake import Lake


def add_to(app: typer.Typer) -> None:
    app.command("flush")(flush)


def flush(data: DataOption = None) -> None:
    """Write the hits of the journal to recent/ as Parquet now, and close the days that are over.

    Asks the running server, or does it where none is running.
    """
    from engine.storage.files import Files
    from engine.storage.layout import Layout
    from engine.storage.lock import holder_of
    from server.cli.beside import do_or_wait

    settings = settings_of(data)
    layout, files = Layout(settings.data.resolve()), Files()
    with opened_registry(settings.data) as registry:
        journal = set(layout.journal.glob("*.wal"))
        if journal and holder_of(layout.lock) is not None:
            files.write(layout.flush_request, lambda path: path.touch())
        do_or_wait(
            settings,
            registry,
            _flush,
            lambda: holder_of(layout.lock) is not None and not any(path.exists() for path in journal),
        )
    print("Flushed.")


def _flush(lake: "Lake") -> None:
    lake.housekeeping.flush()
    lake.housekeeping.tick()
