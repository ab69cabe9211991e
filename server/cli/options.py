"""Options that several commands take, and settings as options."""

import functools
import inspect
import os
from collections.abc import Callable
from typing import Annotated, Any

import typer

from server.settings import SETTINGS, Settings
from server.settings_sources import find_settings

DataOption = Annotated[
    str | None, typer.Option("--data", metavar="DIR", help="The data folder.  [default: ./data, or HITLAKE_DATA]")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
UserOption = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Whose; not needed while there is one user.")
]


def settings_of(data: str | None) -> Settings:
    """For commands that take `--data` alone. Raises BadInputError."""
    return find_settings({"data": data}, os.environ).settings


def takes_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command every setting as an option; it gets them as `settings`, beside parameters of its own.

    Values are texts here: the settings' own messages say what is allowed, wherever a value comes from.
    """

    @functools.wraps(command)
    def with_options(**given: Any) -> None:
        texts = {row.name: given.pop(row.name) for row in SETTINGS}
        command(settings=find_settings(texts, os.environ).settings, **given)

    own = inspect.signature(command, eval_str=True).parameters
    parameters = [parameter for name, parameter in own.items() if name != "settings"]
    parameters += [_parameter(row.name, row.flag, row.help, row.default) for row in SETTINGS]
    with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_options


def _parameter(name: str, flag: str, text: str, default: str) -> inspect.Parameter:
    text = text.replace("`", "") + (f"  [default: {default}]" if default else "")
    annotation = Annotated[str | None, typer.Option(flag, help=text, metavar="VALUE")]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
