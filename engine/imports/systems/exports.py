"""An export of another system: a file, or an archive of them."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.imports.systems.tables import Table, tables_of

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Export:
    path: Path
    tables: tuple[Table, ...]

    def blocks(self, columns: Set[str]) -> Iterator["pl.DataFrame"]:
        """The rows of the tables that have these columns, some at a time."""
        for table in self.tables:
            if columns <= set(table.heading):
                yield from table.blocks()


def find_export(path: str) -> Export | None:
    """None where the file has no table at all. Raises BadInputError where it cannot be read."""
    tables = tables_of(path)
    return Export(Path(path), tuple(tables)) if tables else None
