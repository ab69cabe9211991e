"""Where settings come from: the command line, then `HITLAKE_*`, then DATA/hitlake.toml, then the default."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.errors import BadInputError
from server.settings import SETTINGS, Setting, Settings

FILE_NAME = "hitlake.toml"
_OTHER_VARIABLES = {"HITLAKE_SHARED"}
"""Says where the tests find real data; it is no setting."""
_ALL = "`hitlake settings` lists them all"
_BY_NAME = {row.name: row for row in SETTINGS}


@dataclass(frozen=True, slots=True)
class Given:
    """A text that somebody gave for a setting; `origin` as messages name it."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class FoundSettings:
    """`given` has what does not come from a default, by name."""

    settings: Settings
    given: Mapping[str, Given]


def find_settings(command_line: Mapping[str, str | None], environment: Mapping[str, str]) -> FoundSettings:
    """`command_line` by setting name; None and, in the environment, an empty text are as if not given.

    Raises BadInputError that names every bad value, its origin and what is allowed, one a line.
    """
    problems: list[str] = []
    given = _from_environment(environment, problems) | {
        name: Given(text, _BY_NAME[name].flag) for name, text in command_line.items() if text is not None
    }
    data = _read(_BY_NAME["data"], given.get("data"), problems)
    if data is not None:
        given = _from_file(data / FILE_NAME, problems) | given
    values = {row.name: _read(row, given.get(row.name), problems) for row in SETTINGS}
    if problems:
        raise BadInputError("\n".join(dict.fromkeys(problems)))
    return FoundSettings(Settings(**values), given)


def _read(row: Setting, given: Given | None, problems: list[str]) -> Any:
    if given is None:
        return row.kind.read(row.default)
    try:
        return row.kind.read(given.text.strip())
    except ValueError:
        problems.append(f"{row.name} is {given.text!r} (from {given.origin}): it must be {row.kind.allowed}")
        return None


def _from_environment(environment: Mapping[str, str], problems: list[str]) -> dict[str, Given]:
    found = {}
    for variable in sorted(environment):
        if not variable.startswith("HITLAKE_") or variable in _OTHER_VARIABLES:
            continue
        row = _BY_NAME.get(variable.removeprefix("HITLAKE_").lower())
        if row is None or variable != row.variable:
            near = _near(variable.removeprefix("HITLAKE_"))
            problems.append(f"{variable} is no setting: {f'did you mean {near.variable}?' if near else _ALL}")
        elif environment[variable].strip():
            found[row.name] = Given(environment[variable], variable)
    return found


def _from_file(path: Path, problems: list[str]) -> dict[str, Given]:
    found = {}
    for name, value in _file_content(path).items():
        if name == "data":
            problems.append(f"data cannot be set in {path}, which is found through it: use --data or HITLAKE_DATA")
        elif name not in _BY_NAME:
            near = _near(name)
            problems.append(f"{name} in {path} is no setting: {f'did you mean {near.name}?' if near else _ALL}")
        else:
            found[name] = Given(_as_text(value), str(path))
    return found


def _file_content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadInputError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BadInputError(f"{path} cannot be read: {error}") from error


def _as_text(value: Any) -> str:
    """A list becomes a text with commas, as on the command line; other kinds are refused when they are read."""
    if isinstance(value, list):
        return ",".join(str(part) for part in value) or "none"
    return str(value)


def _near(name: str) -> Setting | None:
    names = difflib.get_close_matches(name.lower().replace("-", "_"), _BY_NAME, n=1)
    return _BY_NAME[names[0]] if names else None
