"""A disk as POSIX promises it: what is not synced may be lost by a crash, or kept, each thing by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count, product
from pathlib import PurePath

from tests.scenarios.steps import Kind

Tree = dict[str, bytes | None]
"""What a disk holds: contents by path, None for a folder."""

EMPTIED = "tmp"
"""Emptied at every start: what a crash leaves there makes no difference, so only one state of it is looked at."""

ALL_SUBSETS_OF = 4
"""Of more changes that wait at a time not every choice is looked at: 2^n are too many."""


@dataclass(slots=True)
class _Content:
    durable: bytes
    current: bytes

    def possible(self) -> list[bytes]:
        """After a crash: old, new, part of the new, and the new length without its bytes."""
        if self.current == self.durable:
            return [self.current]
        middle = (len(self.durable) + len(self.current)) // 2
        zeros = self.durable + bytes(max(len(self.current) - len(self.durable), 0))
        return list(dict.fromkeys([self.durable, self.current[:middle], zeros, self.current]))


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """Entries of folders that are set or taken away together; durable once all of `waits` are synced."""

    edits: tuple[tuple[int, str, int | None], ...]
    waits: frozenset[int]


Entries = dict[int, dict[str, int]]


class Disk:
    """Told each step, in order; paths are below its root."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._contents: dict[int, _Content] = {}
        self._settled: Entries = {0: {}}
        self._current: Entries = {0: {}}
        self._pending: list[_Change] = []

    def apply(self, kind: Kind, path: PurePath, other: PurePath | None, content: bytes | None) -> None:
        if kind in (Kind.ADD_FOLDER, Kind.OPEN_NEW) and self._find(path) is None:
            self._link(path, is_folder=kind is Kind.ADD_FOLDER)
        elif kind in (Kind.APPEND, Kind.SHORTEN, Kind.FILL):
            self._write(path, content or b"", anew=kind is Kind.FILL)
        elif kind in (Kind.SYNC, Kind.SYNC_FILE):
            self._write(path, content or b"", anew=False).durable = content or b""
        elif kind is Kind.SYNC_FOLDER:
            self._sync_folder(path)
        elif kind is Kind.RENAME and other is not None:
            gone, come = self._edit(path, None), self._edit(other, self._find(path))
            self._change([gone, come], {come[0]})
        elif kind is Kind.SWAP and other is not None:
            edits = [self._edit(path, self._find(other)), self._edit(other, self._find(path))]
            self._change(edits, {folder for folder, _, _ in edits})
        elif kind in (Kind.REMOVE, Kind.REMOVE_FOLDER) and self._find(path) is not None:
            edit = self._edit(path, None)
            self._change([edit], {edit[0]})

    def tree(self) -> Tree:
        """What a reader sees now."""
        return {path: self._bytes(inode) for path, inode in self._walk(self._current)}

    def after_a_crash(self) -> Iterator[Tree]:
        """Every tree that a crash at this moment may leave."""
        emptied = self._below(EMPTIED)
        open_choices = [change for change in self._pending if not all(edit[0] in emptied for edit in change.edits)]
        for kept in _choices(open_choices):
            entries = {folder: dict(names) for folder, names in self._settled.items()}
            for change in self._pending:
                if change in kept or change not in open_choices:
                    _make(change, entries)
            yield from self._with_contents(dict(self._walk(entries)))

    def rest(self) -> None:
        """Time passes, and the system writes out what it has."""
        for content in self._contents.values():
            content.durable = content.current
        for change in self._pending:
            _make(change, self._settled)
        self._pending = []

    def _with_contents(self, inodes: dict[str, int]) -> Iterator[Tree]:
        fixed = {path: self._bytes(inode) for path, inode in inodes.items()}
        unsure = {
            path: self._contents[inode].possible()
            for path, inode in inodes.items()
            if inode in self._contents and not path.startswith(f"{EMPTIED}/")
        }
        for contents in product(*unsure.values()):
            yield {**fixed, **dict(zip(unsure, contents, strict=True))}

    def _bytes(self, inode: int) -> bytes | None:
        return self._contents[inode].current if inode in self._contents else None

    def _find(self, path: PurePath) -> int | None:
        inode = 0
        for name in path.parts:
            found = self._current.get(inode, {}).get(name)
            if found is None:
                return None
            inode = found
        return inode

    def _edit(self, path: PurePath, inode: int | None) -> tuple[int, str, int | None]:
        parent = self._find(path.parent)
        assert parent is not None, f"{path} has no folder"
        return parent, path.name, inode

    def _change(self, edits: Sequence[tuple[int, str, int | None]], waits: set[int]) -> None:
        change = _Change(tuple(edits), frozenset(waits))
        _make(change, self._current)
        self._pending.append(change)

    def _link(self, path: PurePath, *, is_folder: bool) -> int:
        inode = next(self._numbers)
        if is_folder:
            self._settled[inode], self._current[inode] = {}, {}
        else:
            self._contents[inode] = _Content(b"", b"")
        edit = self._edit(path, inode)
        self._change([edit], {edit[0]})
        return inode

    def _write(self, path: PurePath, content: bytes, *, anew: bool) -> _Content:
        inode = self._find(path)
        if inode is None or anew:
            inode = self._link(path, is_folder=False)
        self._contents[inode].current = content
        return self._contents[inode]

    def _sync_folder(self, path: PurePath) -> None:
        synced = self._find(path)
        waiting = []
        for change in self._pending:
            rest = _Change(change.edits, change.waits - {synced})
            if rest.waits:
                waiting.append(rest)
            else:
                _make(rest, self._settled)
        self._pending = waiting
        within_reach = self._within_reach()
        self._pending = [change for change in waiting if any(edit[0] in within_reach for edit in change.edits)]

    def _within_reach(self) -> set[int]:
        """What some crash may leave in a tree: a folder that is gone for good is not, whatever waits in it."""
        roots = {0, *(inode for change in self._pending for _, _, inode in change.edits if inode is not None)}
        trees = [(entries, root) for entries in (self._settled, self._current) for root in roots if root in entries]
        return roots | {inode for entries, root in trees for _, inode in self._walk(entries, root)}

    def _below(self, name: str) -> set[int]:
        folder = self._current[0].get(name)
        return set() if folder is None else {folder, *(inode for _, inode in self._walk(self._current, folder))}

    def _walk(self, entries: Entries, folder: int = 0, prefix: str = "") -> Iterator[tuple[str, int]]:
        for name, inode in sorted(entries[folder].items()):
            yield f"{prefix}{name}", inode
            if inode in entries:
                yield from self._walk(entries, inode, f"{prefix}{name}/")


def _make(change: _Change, entries: Entries) -> None:
    for folder, name, inode in change.edits:
        if inode is None:
            entries[folder].pop(name, None)
        else:
            entries[folder][name] = inode


def _choices(changes: list[_Change]) -> Iterator[Sequence[_Change]]:
    """Which of them a crash keeps: every choice of a few; of many the beginnings, each one alone, and all but one."""
    if len(changes) <= ALL_SUBSETS_OF:
        for size in range(len(changes) + 1):
            yield from combinations(changes, size)
        return
    for place in range(len(changes)):
        yield changes[:place]
        yield changes[place : place + 1]
        yield changes[:place] + changes[place + 1 :]
    yield changes
