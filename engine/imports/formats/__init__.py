"""The log formats that can be imported. A format is one class here and a fixture in its tests."""

from typing import TYPE_CHECKING

from engine.imports.formats.combined import Combined, Common
from engine.imports.requests import LogFormat
from schemas.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl

FORMATS: dict[str, type[LogFormat]] = {"combined": Combined, "common": Common}
"""Most telling first: a combined line is a common line with more behind it."""

AUTO = "auto"


def require_format_name(name: str) -> None:
    """Raises BadInputError."""
    if name not in (AUTO, *FORMATS):
        raise BadInputError(f"format {name!r} is not one of {AUTO}, {', '.join(FORMATS)}")


def choose_format(name: str, first_lines: "pl.Series") -> LogFormat:
    """The format of this name; for `auto` the one that the first lines look like. BadInputError where there is none."""
    require_format_name(name)
    if name in FORMATS:
        return FORMATS[name]()
    for format_class in FORMATS.values():
        if (found := format_class.recognised(first_lines)) is not None:
            return found
    raise BadInputError(f"none of the first {len(first_lines)} lines is in a known format ({', '.join(FORMATS)})")
