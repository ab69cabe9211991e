"""A backup of DATA while a server writes to it, without asking the server for anything.

The order is what makes it whole. Hits move on from `journal/` to `recent/` to `hits/`, and a file goes only after the
next layer has its rows. Who copies the layers in this order meets every hit at least once, wherever it is meanwhile;
that it may be met twice does no harm, for a later layer supersedes an earlier one and merging is idempotent. So the
copy is a DATA as a crash could have left it, and its first start brings it in order:

1. `journal/`, up to the last whole frame: what is acknowledged before the backup begins is in a frame, in `recent/`
   or in `hits/`. These are read and written; a file that is appended to is never linked.
2. `recent/`, then the database. No import runs meanwhile (the backup holds their lock): otherwise the database could
   say of a log that it is imported while its segments came too late to be copied. The database comes after the journal
   so that receipts of its hits are in the one or in the other.
3. `rollups/`, `visits/`, and then `hits/`: so a derived file is never newer than its hits. One that is older is found
   at the first start, as after a crash, and made again.
4. Only then files go that are gone from DATA. An interrupted run has removed nothing: every file of the run before is
   there or was replaced by a later one of the same name, which by the same rules is a good backup too.

Files of DATA are replaced by renames and never changed in place, so a hard link keeps what it has.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from engine.backups.copier import Copier, Tally
from engine.backups.database_copy import copy_database
from engine.backups.marker import Marker, read_marker, write_marker
from engine.storage.damages import name_aside
from engine.storage.files import Files
from engine.storage.frames import read_journal
from engine.storage.layout import Layout
from engine.storage.lock import DataLock
from schemas.errors import BadInputError, BusyError

LOCK = "backup.lock"
LOOKS = 50
_LAYERS = ("rollups", "visits", "hits", "imported")
_FOLDERS = ("journal", "recent", *_LAYERS, "damaged")

Progress = Callable[[int, int, str], object]
"""Told how many bytes are done, of how many, and what comes next."""


class Backup:
    """From one DATA into one folder, as often as wanted. `alone` keeps imports out, and waits until it can."""

    def __init__(
        self,
        source: Layout,
        target: Layout,
        files: Files,
        alone: Callable[[], AbstractContextManager[None]],
        now_ms: Callable[[], int],
        settings_files: Sequence[str] = (),
    ) -> None:
        """Raises BadInputError where the target is no place for a backup."""
        require_apart(source.root, target.root)
        self._source, self._target, self._files, self._alone, self._now_ms = source, target, files, alone, now_ms
        self._settings_files = settings_files
        self._before = read_marker(target.root)
        if self._before is None and target.root.is_dir() and any(target.root.iterdir()):
            raise BadInputError(f"{target.root} is neither empty nor a backup: nothing is written there")
        self.tally = Tally()
        self._copier = Copier(files, target.tmp, self.tally)
        self._kept: set[Path] = set()
        self._done_bytes = self._all_bytes = 0

    def run(self, progress: Progress) -> Tally:
        """Raises ConflictError where another backup goes to the same place, OSError, sqlite3.Error."""
        self._files.make_folder(self._target.tmp)
        lock = DataLock(self._target.root / LOCK)
        try:
            begun_ms = self._now_ms()
            for path in _files_below(self._target.root, ["tmp"]):
                self._files.remove(path)
            self._mark(begun_ms, self._before.finished_ms if self._before else None)
            self._all_bytes = sum(map(_size, _files_below(self._source.root, _FOLDERS)))
            self._copy_all(progress)
            self._remove_gone()
            self._mark(begun_ms, max(self._now_ms(), begun_ms))
        finally:
            lock.release()
        return self.tally

    def _copy_all(self, progress: Progress) -> None:
        with self._alone():
            self._copy_journal(progress)
            self._copy_folder(self._source.recent, progress)
            progress(self._done_bytes, self._all_bytes, "hitlake.db")
            self._copy_database()
        for layer in _LAYERS:
            for folder in _folders_below(self._source.layer(layer)):
                self._copy_folder(folder, progress)
        self._copy_folder(self._source.damaged, progress)
        for name in self._settings_files:
            if (self._source.root / name).exists():
                self._copier.put((self._source.root / name).read_bytes(), self._target.root / name)
        self._copier.sync(self._target.root)

    def _copy_journal(self, progress: Progress) -> None:
        self._files.make_folder(self._target.journal)
        for path in sorted(self._source.journal.glob("*.wal")):
            progress(self._done_bytes, self._all_bytes, f"journal/{path.name}")
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # it is flushed, and `recent/` comes next
            self._copier.put(content[: read_journal(content).good_length], self._target.journal / path.name)
            self._keep(path)
        self._copier.sync(self._target.journal)

    def _copy_folder(self, folder: Path, progress: Progress) -> None:
        """The files of a folder as it is at one moment, more or less: until none vanishes while it is copied."""
        for _ in range(LOOKS):
            names = _names(folder)
            # A packed month takes its folder's place in one step: names read in between may be those of no moment.
            if self._copy_names(folder, names, progress) and _names(folder) == names:
                self._kept |= {(folder / name).relative_to(self._source.root) for name in names}
                return
        raise BusyError(f"{folder} changes faster than it can be copied")

    def _copy_names(self, folder: Path, names: Iterable[str], progress: Progress) -> bool:
        target = self._target.root / folder.relative_to(self._source.root)
        done_bytes = self._done_bytes
        for name in names:
            self._files.make_folder(target)
            progress(done_bytes, self._all_bytes, f"{target.relative_to(self._target.root)}/{name}")
            try:
                done_bytes += (folder / name).stat().st_size
                self._copier.copy(folder / name, target / name)
            except FileNotFoundError:
                return False
        if names:
            self._copier.sync(target)
        self._done_bytes = done_bytes
        return True

    def _copy_database(self) -> None:
        unfinished = self._target.tmp / self._target.database.name
        self._files.write(unfinished, lambda path: copy_database(self._source.database, path))
        self._files.move(unfinished, self._target.database)

    def _keep(self, path: Path) -> None:
        self._kept.add(path.relative_to(self._source.root))

    def _remove_gone(self) -> None:
        for path in _files_below(self._target.root, _FOLDERS):
            relative = path.relative_to(self._target.root)
            if relative in self._kept:
                continue
            if relative.parts[0] != "damaged" and (self._source.damaged / name_aside(self._target, path)).exists():
                self.tally.kept_aside.append(str(relative))
                continue
            self._files.remove(path)
            self.tally.removed += 1
        for layer in _LAYERS:
            for folder in reversed(_folders_below(self._target.layer(layer))):
                if not any(folder.iterdir()):
                    folder.rmdir()

    def _mark(self, begun_ms: int, finished_ms: int | None) -> None:
        marker = Marker(source=str(self._source.root), begun_ms=begun_ms, finished_ms=finished_ms)
        write_marker(self._files, self._target.root, self._target.tmp, marker)


def require_apart(first: Path, second: Path) -> None:
    """Raises BadInputError where one folder is in the other."""
    if first == second or first in second.parents or second in first.parents:
        raise BadInputError(f"{second} and {first} are one in the other: choose a folder apart")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _files_below(root: Path, folders: Iterable[str]) -> list[Path]:
    return [path for folder in folders for path in sorted((root / folder).rglob("*")) if path.is_file()]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _folders_below(folder: Path) -> list[Path]:
    """The folder itself and all below it, parents first."""
    return [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())] if folder.is_dir() else []
