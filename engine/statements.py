"""The SQL files, and how their slots are filled.

A slot is `__NAME__`. Only texts from registries of this program go into slots; values are parameters.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from schemas.dimensions import DIMENSIONS, Dimension, Level

_SLOT = re.compile(r"__([A-Z_]+)__")
_FOLDER = Path(__file__).parent / "sql"

_ROLLUP_FILES = {
    Level.ALL: "rollup_attribute",
    Level.ATTRIBUTE: "rollup_attribute",
    Level.HIT: "rollup_hit",
    Level.VISIT: "rollup_visit",
}


class Statements:
    """All SQL texts, read once."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.sql"))}

    def names(self) -> list[str]:
        return list(self._texts)

    def text(self, statement: str, **slots: str) -> str:
        """The statement of the file `statement`.sql, slots filled; raises KeyError for one that is not given."""
        return _SLOT.sub(lambda match: slots[match[1].lower()], self._texts[statement])

    def rollup(self, dimensions: Iterable[Dimension] = DIMENSIONS) -> str:
        """Rows of ROLLUP_SCHEMA for the dimensions, from relations called hits, visit_hits and visits."""
        return "\nunion all\n".join(
            self.text(_ROLLUP_FILES[dimension.level], name=dimension.name, column=dimension.column)
            for dimension in dimensions
        )
