"""hitlake settings: what can be set, and what is."""

import os
from collections.abc import Mapping
from typing import Annotated

import typer

from server.cli.options import DataOption, JsonOption
from server.cli.printing import print_json, print_table
from server.settings import SETTINGS, Setting, settings_table
from server.settings_sources import Given, find_settings


def add_to(app: typer.Typer) -> None:
    app.command("settings")(show)


def show(
    data: DataOption = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table of the README.")] = False,
    json: JsonOption = False,
) -> None:
    """Show every setting, its value and where that comes from.

    Set one on the command line (hitlake serve --port 80), in the environment (HITLAKE_PORT=80) or in DATA/hitlake.toml
    (port = 80). The first of these counts.
    """
    if markdown:
        print(settings_table())
        return
    given = find_settings({"data": data}, os.environ).given
    rows = [(row.name, _value(given, row), _origin(given, row.name), row.help) for row in SETTINGS]
    if json:
        print_json([dict(zip(("name", "value", "from", "help"), row, strict=True)) for row in rows])
        return
    plain = [(*row[:3], row[3].replace("`", "")) for row in rows]
    print_table(("setting", "value", "from", "what it is"), plain, empty="")


def _value(given: Mapping[str, Given], row: Setting) -> str:
    if row.name not in given:
        return row.default
    return "(not shown)" if row.secret else given[row.name].text


def _origin(given: Mapping[str, Given], name: str) -> str:
    return given[name].origin if name in given else "default"
