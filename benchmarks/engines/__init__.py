"""What is compared. An engine loads the same hits as the others and answers the same questions."""

from collections.abc import Iterable
from typing import Any, Protocol

import pyarrow as pa

from benchmarks.questions import Question


class Engine(Protocol):
    name: str

    def missing(self) -> str | None:
        """Why it cannot be measured here; None where it can."""

    def load(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Stores the hits of one site, in HIT_SCHEMA."""

    def ask(self, question: Question) -> Any:
        """The answer, as JSON gives it."""

    def close(self) -> None: ...
