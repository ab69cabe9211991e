"""Hits of a log that is still being read: in a file of their own until it is known which of them are robots'."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from schemas.hits import HIT_SCHEMA

if TYPE_CHECKING:
    import polars as pl

_MERGE_ROWS = 200_000


class Staging:
    """Use as a context manager: the file goes with it. Holds no more than a table and 16 bytes a visitor in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._visitors: list[pl.DataFrame] = []
        self._open()

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()
        self._path.unlink(missing_ok=True)

    def add(self, hits: pa.Table, clients: "pl.Series") -> None:
        """`clients` are those of the hits' lines, as Behaviour numbers them."""
        import polars as pl

        self._writer.write_table(hits)
        self.rows += hits.num_rows
        visitors = pl.DataFrame([clients, pl.Series("visitor", hits["visitor"])])
        self._visitors.append(visitors.drop_nulls().unique())
        if sum(piece.height for piece in self._visitors[1:]) > max(_MERGE_ROWS, self._visitors[0].height):
            self._visitors = [pl.concat(self._visitors).unique()]

    def forget(self) -> None:
        """Begins anew."""
        self._writer.close()
        self._visitors = []
        self._open()

    def without(self, robots: "pl.Series") -> Iterator[pa.Table]:
        """The hits of all other clients, in order, some at a time. Nothing can be added any more."""
        import polars as pl

        self._writer.close()
        visitors = pl.concat(self._visitors) if self._visitors else None
        found = pa.array([], pa.uint64())
        if visitors is not None:
            found = visitors.join(robots.to_frame("client"), on="client", how="semi")["visitor"].to_arrow()
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_stream(file) as reader:
            for batch in reader:
                yield pa.Table.from_batches([batch.filter(pc.invert(pc.is_in(batch["visitor"], found)))])

    def _open(self) -> None:
        self.rows = 0
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._writer = pa.ipc.new_stream(str(self._path), HIT_SCHEMA, options=options)
