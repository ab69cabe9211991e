"""hitlake verify: every layer of DATA against every other."""

from typing import Annotated

import typer

from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, settings_of
from server.cli.printing import print_json


def add_to(app: typer.Typer) -> None:
    app.command("verify")(verify)


def verify(
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Do what is proposed, then verify again. Not while a server runs."),
    ] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Hold every layer against every other: journal, recent, hits, visits, rollups, imported and the database.

    Says what is wrong and what --repair would do. Works beside a running server. The status is 0 when all is well, and
    1 when something is wrong.
    """
    from server.cli import verifying

    settings = settings_of(data)
    done: list[str] = []
    with opened_registry(settings.data) as registry:
        report = verifying.verified(settings, registry)
        if repair and not report.is_good:
            done = verifying.repair(settings, registry, report)
            report = verifying.verified(settings, registry)
    if json:
        print_json(verifying.as_json(report, done))
    else:
        verifying.show(report, done)
        if not report.is_good and not repair:
            print("`hitlake verify --repair` does what the remedies say.")
    if not report.is_good:
        raise typer.Exit(1)
