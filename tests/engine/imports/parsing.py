"""One line of a log as a format reads it."""

from typing import Any

import polars as pl

from engine.imports.formats import choose_format
from engine.imports.requests import REQUEST_NAMES


def parsed(*lines: str, log_format: str = "auto") -> dict[str, Any]:
    """What is said of the last of the lines, the format being chosen by all of them; absent fields are left out."""
    frame = choose_format(log_format, pl.Series(lines)).requests(pl.Series(lines))
    assert tuple(frame.columns) == REQUEST_NAMES
    return {name: value for name, value in frame.row(-1, named=True).items() if value is not None}


def chosen(*lines: str) -> tuple[str, bool]:
    """The name of the format that the lines look like, and whether it knows user agents."""
    found = choose_format("auto", pl.Series(lines))
    return found.name, found.names_agent


def problems(*lines: str) -> list[str | None]:
    return choose_format("auto", pl.Series(lines)).requests(pl.Series(lines))["problem"].to_list()
