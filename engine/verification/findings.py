"""What a verification finds, and what would be done about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; with `is_wrong` false it is no fault, but good to know.

    `where` is a path below DATA. A repair moves `aside` below `damaged/`, deletes `remove`, and starts the lake, which
    makes derived files again.
    """

    layer: str
    where: str
    what: str
    remedy: str
    is_wrong: bool = True
    aside: tuple[Path, ...] = ()
    remove: tuple[Path, ...] = ()

    @property
    def is_mendable(self) -> bool:
        return bool(self.aside or self.remove)


@dataclass(slots=True)
class Report:
    """`files` and `rows` were looked at, by layer."""

    files: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def wrong(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_wrong]

    @property
    def notes(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_wrong]

    @property
    def is_good(self) -> bool:
        return not self.wrong

    def add(self, findings: Iterable[Finding]) -> None:
        self.findings += findings


def note(layer: str, where: str, what: str, remedy: str = "nothing has to be done") -> Finding:
    return Finding(layer, where, what, remedy, is_wrong=False)
