"""What an engine is: it is loaded with the hits of a dataset, then opened and asked."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from benchmarks.dataset import Dataset
from benchmarks.questions.asked import Asked


class Session(Protocol):
    def ask(self, asked: Asked) -> dict[str, Any]:
        """The answer, of which all that is compared is the same for every engine."""


class Engine(Protocol):
    """`says` is one line about how it keeps the hits. Its methods run in a process of their own."""

    name: str
    says: str

    def missing(self) -> str | None:
        """Why it cannot take part here; None where it can."""

    def version(self) -> str: ...

    def load(self, data: Dataset, folder: Path) -> None:
        """Brings the hits into the folder, with indexes and statistics: afterwards it is ready to be asked."""

    def stored(self, data: Dataset, folder: Path) -> Path:
        """Where its hits are: what to remove at the end."""

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        """What the hits take there with their indexes, without what an empty database takes or a log of changes."""

    def opened(self, data: Dataset, folder: Path) -> AbstractContextManager[Session]:
        """Raises what the engine raises."""


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def missing_package(name: str) -> str | None:
    from importlib.util import find_spec

    return None if find_spec(name) else f"the package {name} is not installed"
