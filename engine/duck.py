"""DuckDB as everything here uses it: bounded memory, DATA alone, no extensions to load, nothing to configure later."""

from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True, slots=True)
class DuckLimits:
    """`memory` is a size as DuckDB writes it, such as 512MB."""

    memory: str = "512MB"
    threads: int = 2


def open_duck(root: Path, spill: Path, limits: DuckLimits, *, keeps_order: bool = False) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that may read and write below `root` only. Instants are shown in UTC.

    With `keeps_order` rows stay in the order of what is read, which costs memory.
    """
    connection = duckdb.connect(":memory:", config={"threads": limits.threads, "memory_limit": limits.memory})
    folder = str(root.resolve())
    for name, value in {
        "TimeZone": "UTC",
        "temp_directory": str(spill.resolve()),
        "allowed_directories": [folder],
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
        "preserve_insertion_order": keeps_order,
        # Files are replaced under their names; the page cache of the system is warm and always right.
        "enable_external_file_cache": False,
        "enable_external_access": False,
        "lock_configuration": True,
    }.items():
        connection.execute(f"set {name} = {_literal(value)}")
    return connection


def open_sealed_duck(limits: DuckLimits) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB for statements that others write: no file is read or written, not even to spill.

    It sees what is registered, and no other variables of this process. Rows stay in order.
    """
    connection = duckdb.connect(":memory:", config={"threads": limits.threads, "memory_limit": limits.memory})
    for name, value in {
        "TimeZone": "UTC",
        "temp_directory": "",
        "python_enable_replacements": False,
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
        "enable_external_access": False,
        "lock_configuration": True,
    }.items():
        connection.execute(f"set {name} = {_literal(value)}")
    return connection


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return "'" + str(value).replace("'", "''") + "'"
