"""DuckDB as everything here uses it: bounded memory, DATA alone, no extensions to load, nothing to configure later."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.priority import give_way


@dataclass(frozen=True, slots=True)
class DuckLimits:
    """`memory` is a size as DuckDB writes it, such as 512MB."""

    memory: str = "512MB"
    threads: int = 2


def open_duck(root: Path, spill: Path, limits: DuckLimits, *, keeps_order: bool = False) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that may read and write below `root` only. Instants are shown in UTC.

    With `keeps_order` rows stay in the order of what is read, which costs memory.
    """
    connection = _connected(limits)
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
    connection = _connected(limits)
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


def _connected(limits: DuckLimits) -> duckdb.DuckDBPyConnection:
    """With threads that give way, as they are started by one that does."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": limits.threads,
        "memory_limit": limits.memory,
    }
    with ThreadPoolExecutor(1, "hitlake-duck", give_way) as pool:
        return pool.submit(duckdb.connect, ":memory:", config=config).result()


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return "'" + str(value).replace("'", "''") + "'"
