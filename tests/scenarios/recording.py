"""A life written down: after every step the disks that a crash may leave, and what was acknowledged by then."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from tests.scenarios.agreement import Named
from tests.scenarios.disk import EMPTIED, Disk, Tree
from tests.scenarios.life import Life, found
from tests.scenarios.phases import Phase
from tests.scenarios.steps import CONTENTS, Step, SteppedFiles

T = TypeVar("T")

SQLITE = ("hitlake.db", "hitlake.db-wal")
"""SQLite keeps its own promise: what it committed is there after a crash, so its files are taken as they are."""


@dataclass(frozen=True, slots=True)
class Remains:
    """What a crash may leave, and what must be found in it."""

    after: str
    tree: Tree
    now: datetime
    acknowledged: tuple[Named, ...]
    sent: tuple[Named, ...]


@dataclass(slots=True)
class Chapter:
    """One phase: the disk that it begins with, its steps, and what crashes in it may leave, each once."""

    phase: Phase
    begin: Remains
    steps: int = 0
    remains: dict[bytes, Remains] = field(default_factory=dict)


class RecordedFiles(SteppedFiles):
    """`before` and `after` are called around each step; what it `forgets` is not done, as by a bug."""

    def __init__(self, root: Path, forgets: Callable[[Step], bool]) -> None:
        self.root, self.disk, self.forgets = root, Disk(), forgets
        self.before: Callable[[], object] = bool
        self.after: Callable[[Step], object] = bool

    def take(self, step: Step, act: Callable[[], T]) -> T:
        self.before()
        done = act()
        if self.forgets(step):
            return done
        content = step.path.read_bytes() if step.kind in CONTENTS else None
        other = step.other and step.other.relative_to(self.root)
        self.disk.apply(step.kind, step.path.relative_to(self.root), other, content)
        self.after(step)
        return done


class Recorder:
    def __init__(self, root: Path, forgets: Callable[[Step], bool]) -> None:
        found(root)
        self._files = RecordedFiles(root, forgets)
        self._life = Life(root, self._files)
        self._root = root
        self._name = "start"
        self._contents: dict[bytes, bytes] = {}

    def chapter(self, phase: Phase) -> Chapter:
        self._files.disk.rest()
        chapter = Chapter(phase, self._remains(self._files.disk.tree()))

        def step_taken(step: Step) -> None:
            chapter.steps += 1
            self._name = f"{step.kind} {step.path.relative_to(self._root)}"
            self._note(chapter)

        self._files.before, self._files.after = lambda: self._note(chapter), step_taken
        self._life.on_acknowledged = lambda: self._note(chapter)
        phase(self._life)
        self._note(chapter)
        return chapter

    def end(self) -> None:
        self._life.end()

    def _note(self, chapter: Chapter) -> None:
        """Of the same disk at two moments the later one counts: more was acknowledged."""
        for tree in self._files.disk.after_a_crash():
            remains = self._remains(tree)
            chapter.remains[digest(remains.tree)] = remains

    def _remains(self, tree: Tree) -> Remains:
        life = self._life
        whole = {**tree, **{name: (self._root / name).read_bytes() for name in SQLITE}}
        return Remains(self._name, whole, life.now, tuple(life.acknowledged), tuple(life.sent))


def nothing(_step: Step) -> bool:
    return False


def record(root: Path, phases: Iterable[Phase], forgets: Callable[[Step], bool] = nothing) -> list[Chapter]:
    recorder = Recorder(root, forgets)
    try:
        return [recorder.chapter(phase) for phase in phases]
    finally:
        recorder.end()


def digest(tree: Tree) -> bytes:
    """Equal for trees between which no start can tell a difference."""
    counted = sha256()
    for path, content in sorted(tree.items()):
        if not path.startswith(f"{EMPTIED}/"):
            counted.update(repr((path, content and sha256(content).digest())).encode())
    return counted.digest()


def lay_down(tree: Tree, root: Path) -> None:
    root.mkdir()
    for path, content in sorted(tree.items()):
        if content is None:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(content)


def read_tree(root: Path) -> Tree:
    """What is in the folder, without SQLite's files and locks."""
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
        if not path.name.startswith("hitlake.")
    }
