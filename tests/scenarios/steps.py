"""The engine's file operations step by step, for tests that record each step or let one fail."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from engine.storage.files import Files

T = TypeVar("T")


class Kind(StrEnum):
    ADD_FOLDER = "add folder"
    OPEN_NEW = "open new file"
    APPEND = "append"
    SYNC = "sync open file"
    SHORTEN = "shorten"
    FILL = "fill file"
    SYNC_FILE = "sync file"
    SYNC_FOLDER = "sync folder"
    RENAME = "rename"
    SWAP = "swap folders"
    REMOVE = "remove"
    REMOVE_FOLDER = "remove folder"


CONTENTS = frozenset({Kind.APPEND, Kind.SHORTEN, Kind.FILL, Kind.SYNC, Kind.SYNC_FILE})
"""Steps after which a file's content is worth a look."""


@dataclass(frozen=True, slots=True)
class Step:
    kind: Kind
    path: Path
    other: Path | None = None
    """Where a rename or swap goes."""
    unfinished: Callable[[], object] = bool
    """Does half of it, as a full disk would."""


class SteppedFiles(Files):
    """`take` is called for each step, with what does it.

    What is synced stays in the system's memory: here the test decides what a crash leaves.
    """

    def take(self, step: Step, act: Callable[[], T]) -> T:
        return act()

    def add_folder(self, folder: Path) -> None:
        self.take(Step(Kind.ADD_FOLDER, folder), partial(super().add_folder, folder))

    def open_new(self, path: Path) -> BinaryIO:
        return self.take(Step(Kind.OPEN_NEW, path), partial(super().open_new, path))

    def append(self, handle: BinaryIO, content: bytes) -> None:
        half = partial(super().append, handle, content[: len(content) // 2])
        step = Step(Kind.APPEND, Path(handle.name), unfinished=half)
        self.take(step, partial(super().append, handle, content))

    def sync(self, handle: BinaryIO) -> None:
        self.take(Step(Kind.SYNC, Path(handle.name)), bool)

    def shorten(self, handle: BinaryIO, length: int) -> None:
        self.take(Step(Kind.SHORTEN, Path(handle.name)), partial(super().shorten, handle, length))

    def fill(self, path: Path, fill: Callable[[Path], object]) -> None:
        step = Step(Kind.FILL, path, unfinished=lambda: path.write_bytes(b"PAR1 and no more"))
        self.take(step, partial(super().fill, path, fill))

    def sync_file(self, path: Path) -> None:
        self.take(Step(Kind.SYNC_FILE, path), bool)

    def sync_folder(self, folder: Path) -> None:
        self.take(Step(Kind.SYNC_FOLDER, folder), bool)

    def rename(self, source: Path, target: Path) -> None:
        self.take(Step(Kind.RENAME, source, target), partial(super().rename, source, target))

    def swap(self, first: Path, second: Path) -> bool:
        return self.take(Step(Kind.SWAP, first, second), partial(super().swap, first, second))

    def remove(self, path: Path) -> None:
        self.take(Step(Kind.REMOVE, path), partial(super().remove, path))

    def remove_empty_folder(self, folder: Path) -> None:
        self.take(Step(Kind.REMOVE_FOLDER, folder), partial(super().remove_empty_folder, folder))
