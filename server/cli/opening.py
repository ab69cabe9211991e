"""The registry, as commands open it: beside a running server or without one."""

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.storage.layout import Layout
from schemas.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.registry.registry import Registry


@contextmanager
def opened_registry(data: Path, *, make: bool = False) -> "Iterator[Registry]":
    """`make` makes the folder and the database where they are missing; otherwise that is a BadInputError."""
    from engine.registry.registry import open_registry

    path = Layout(data).database
    if make:
        _make_folder(data)
    elif not path.exists():
        raise BadInputError(
            f"no Hitlake data in {data}: begin with `hitlake user add EMAIL`, or say where it is with --data DIR"
        )
    registry = open_registry(path, lambda: time.time_ns() // 1_000_000, os.urandom)
    try:
        yield registry
    finally:
        registry.close()


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(f"the data folder {data} cannot be made: {error.strerror}") from error
