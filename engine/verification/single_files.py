"""Whether one Parquet file is what was written: its seal, and without one, whether all of it can be read."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from engine.storage.parquet import is_readable
from engine.storage.seals import is_whole


def fault(duck: duckdb.DuckDBPyConnection, path: Path) -> str | None:
    """What is wrong with the file. Raises FileNotFoundError where it has moved on."""
    path.stat()
    try:
        whole = is_whole(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if whole:
        return None
    if whole is None and is_readable(duck, path):
        return None
    path.stat()
    return "its bytes are not those that were written" if whole is False else "cannot be read"


def rows_of(path: Path) -> int:
    """0 for a file that cannot be read."""
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowException):
        return 0
