"""The one seam between the engine and the file system: every change of a file under DATA goes through here."""

import ctypes
import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Files:
    """Durable file operations. A test may put a recording or a failing one in its place.

    Every method raises OSError as the system gives it.
    """

    def make_folder(self, folder: Path) -> None:
        """Makes the folder and its parents; each new one is durable before this returns."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        try:
            self.sync_folder(folder.parent)
        except OSError:
            # Left there, it would pass for a durable one at the next call.
            with suppress(OSError):
                folder.rmdir()
            raise

    def create(self, path: Path) -> BinaryIO:
        """A new file, opened for writing; it must not exist. Unbuffered, so that a write is one system call."""
        handle = path.open("xb", buffering=0)
        try:
            self.sync_folder(path.parent)
        except OSError:
            handle.close()
            with suppress(OSError):
                self.remove(path)
            raise
        return handle

    def append(self, handle: BinaryIO, content: bytes) -> None:
        """Writes all of `content` at the end of an open file."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle.fileno(), rest) :]

    def sync(self, handle: BinaryIO) -> None:
        """What was appended is on disk when this returns."""
        os.fdatasync(handle.fileno())

    def cut(self, handle: BinaryIO, length: int) -> None:
        """Shortens an open file, durably."""
        os.ftruncate(handle.fileno(), length)
        os.lseek(handle.fileno(), length, os.SEEK_SET)
        os.fsync(handle.fileno())

    def write(self, path: Path, fill: Callable[[Path], object]) -> None:
        """Lets `fill` write the file and makes its content durable. The name is not final yet: `move` comes next.

        When it fails nothing is left: on a full disk an unfinished file would take what room there is.
        """
        try:
            fill(path)
            self.sync_file(path)
        except BaseException:
            with suppress(OSError):
                self.remove(path)
            raise

    def sync_file(self, path: Path) -> None:
        _sync(path, os.O_RDONLY)

    def sync_folder(self, folder: Path) -> None:
        _sync(folder, os.O_RDONLY | os.O_DIRECTORY)

    def move(self, source: Path, target: Path) -> None:
        """Renames over `target` in one step; durable when this returns."""
        source.replace(target)
        self.sync_folder(target.parent)

    def exchange(self, first: Path, second: Path) -> bool:
        """Swaps two folders in one step; False where the system cannot, and then nothing has changed."""
        libc = ctypes.CDLL(None, use_errno=True)
        swap = getattr(libc, "renameat2", None)
        if swap is None:
            return False
        if swap(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) != 0:
            code = ctypes.get_errno()
            if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
                return False
            raise OSError(code, os.strerror(code), str(first), None, str(second))
        self.sync_folder(first.parent)
        self.sync_folder(second.parent)
        return True

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def remove_folder(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
