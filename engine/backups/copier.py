"""Copies files that are never changed in place: by a hard link where both are on one file system, else byte by byte."""

import errno
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from engine.storage.files import Files
from engine.storage.seals import is_whole

_NO_LINK = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES)


@dataclass(slots=True)
class Tally:
    """`damaged` are the new files whose seal is broken: they were copied as they are."""

    linked: int = 0
    copied: int = 0
    unchanged: int = 0
    removed: int = 0
    copied_bytes: int = 0
    damaged: list[str] = field(default_factory=list)
    kept_aside: list[str] = field(default_factory=list)
    """Files that are whole in the backup and put aside as damaged in DATA."""


class Copier:
    """Each file is there under its name as a whole, or not at all. `sync` makes a folder's new names durable."""

    def __init__(self, files: Files, tmp: Path, tally: Tally) -> None:
        self._files, self._tmp, self._tally = files, tmp, tally
        self._links = True

    def copy(self, source: Path, target: Path) -> None:
        """Nothing where `target` is the same already. Raises FileNotFoundError where `source` has moved on, OSError."""
        if _is_same(source, target):
            self._tally.unchanged += 1
            return
        unfinished = self._tmp / target.name
        unfinished.unlink(missing_ok=True)
        if self._link(source, unfinished):
            self._tally.linked += 1
        else:
            self._files.write(unfinished, lambda path: shutil.copy2(source, path))
            self._tally.copied += 1
            self._tally.copied_bytes += unfinished.stat().st_size
        if is_whole(unfinished) is False:
            self._tally.damaged.append(str(source))
        unfinished.replace(target)

    def put(self, content: bytes, target: Path) -> None:
        """The same for content that is in memory."""
        if target.exists() and target.read_bytes() == content:
            self._tally.unchanged += 1
            return
        unfinished = self._tmp / target.name
        self._files.write(unfinished, lambda path: path.write_bytes(content))
        self._tally.copied += 1
        self._tally.copied_bytes += len(content)
        unfinished.replace(target)

    def sync(self, folder: Path) -> None:
        self._files.sync_folder(folder)

    def _link(self, source: Path, target: Path) -> bool:
        if not self._links:
            return False
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in _NO_LINK:
                raise
            self._links = False
            return False
        return True


def _is_same(source: Path, target: Path) -> bool:
    found = source.stat()
    try:
        there = target.stat()
    except FileNotFoundError:
        return False
    if os.path.samestat(found, there):
        return True
    return (found.st_size, found.st_mtime_ns) == (there.st_size, there.st_mtime_ns)
