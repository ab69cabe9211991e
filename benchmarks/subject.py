"""What a subject is and what it is given."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import ROOT
from benchmarks.report import Report

OUT = Path(__file__).parent / "out" if (ROOT / "pyproject.toml").exists() else Path("hitlake-bench")
"""Where the results go: below the source, or where an installed Hitlake is called."""


def shared_folder() -> Path | None:
    """Where real logs are, when they are there."""
    named = os.environ.get("HITLAKE_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if (folder / "data" / "logs").is_dir() else None


@dataclass(frozen=True, slots=True)
class Bench:
    """`work` is a folder that goes when the subject ends. `quick` asks for less of all, to see that it runs."""

    work: Path
    quick: bool
    hits: int = 100_000
    """Of the largest site that engines are compared on."""
    shared: Path | None = field(default_factory=shared_folder)
    out: Path = OUT
    """Where pictures go."""
    asked_hits: int | None = None
    """Of the one site of a subject that was named together with a size."""

    def rounds(self, usual: int) -> int:
        return 1 if self.quick else usual

    def size(self, usual: int) -> int:
        return max(1, usual // 20) if self.quick else usual

    def hits_of_site(self, usual: int) -> int:
        return self.asked_hits or self.size(usual)

    def folder(self, name: str) -> Path:
        folder = self.work / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    says: str
    """What it measures, for `--list`."""
    run: Callable[[Bench], Report]
    on_request: bool = False
    """Takes long or much, and so is not run unless it is named."""
