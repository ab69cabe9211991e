"""The log formats that can be imported. A format is one class here and a fixture in its tests."""

from typing import TYPE_CHECKING

from engine.imports.formats.amazon import S3, Alb
from engine.imports.formats.combined import Combined, Common
from engine.imports.formats.custom import Custom, is_pattern
from engine.imports.formats.haproxy import Haproxy
from engine.imports.formats.json_lines import JsonLines
from engine.imports.formats.vhosts import VhostCombined, VhostCommon
from engine.imports.formats.w3c import W3c
from engine.imports.requests import LogFormat, NamedFormat
from schemas.errors import BadInputError

if TYPE_CHECKING:
    import polars as pl

FORMATS: dict[str, type[NamedFormat]] = {
    "combined": Combined,
    "common": Common,
    "vhost_combined": VhostCombined,
    "vhost_common": VhostCommon,
    "json": JsonLines,
    "w3c": W3c,
    "s3": S3,
    "alb": Alb,
    "haproxy": Haproxy,
}
"""Most telling first: a combined line is a common line with more behind it."""

AUTO = "auto"


def require_format_name(name: str) -> None:
    """Raises BadInputError."""
    if is_pattern(name):
        Custom(name)
    elif name not in (AUTO, *FORMATS):
        raise BadInputError(
            f"format {name!r} is not one of {AUTO}, {', '.join(FORMATS)}, "
            "nor a pattern like '$remote_addr [$time_local] \"$request\" $status'"
        )


def choose_format(name: str, first_lines: "pl.Series") -> LogFormat:
    """The format of this name or pattern; for `auto`, the one that a log's first lines look like.

    Raises BadInputError where there is none.
    """
    require_format_name(name)
    if is_pattern(name):
        return Custom(name)
    if name in FORMATS:
        return FORMATS[name].recognised(first_lines) or FORMATS[name]()
    for format_class in FORMATS.values():
        if (found := format_class.recognised(first_lines)) is not None:
            return found
    raise BadInputError(f"none of the first {len(first_lines)} lines is in a known format ({', '.join(FORMATS)})")
