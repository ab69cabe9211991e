"""The one seam between the engine and the file system: every change of a file under DATA goes through here."""

import ctypes
import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Steps:
    """What is done to files, one thing at a time. A crash may undo everything but what was synced after it.

    A test may record each step, or let it fail. Every method raises OSError as the system gives it.
    """

    def add_folder(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)

    def open_new(self, path: Path) -> BinaryIO:
        return path.open("xb", buffering=0)

    def append(self, handle: BinaryIO, content: bytes) -> None:
        """Writes all of `content` at the end of an open file."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle.fileno(), rest) :]

    def sync(self, handle: BinaryIO) -> None:
        """What was appended is on disk when this returns."""
        os.fdatasync(handle.fileno())

    def shorten(self, handle: BinaryIO, length: int) -> None:
        """The next append goes to the new end."""
        os.ftruncate(handle.fileno(), length)
        os.lseek(handle.fileno(), length, os.SEEK_SET)

    def fill(self, path: Path, fill: Callable[[Path], object]) -> None:
        fill(path)

    def sync_file(self, path: Path) -> None:
        _sync(path, os.O_RDONLY)

    def sync_folder(self, folder: Path) -> None:
        _sync(folder, os.O_RDONLY | os.O_DIRECTORY)

    def rename(self, source: Path, target: Path) -> None:
        source.replace(target)

    def swap(self, first: Path, second: Path) -> bool:
        libc = ctypes.CDLL(None, use_errno=True)
        swap = getattr(libc, "renameat2", None)
        if swap is None:
            return False
        if swap(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) != 0:
            code = ctypes.get_errno()
            if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
                return False
            raise OSError(code, os.strerror(code), str(first), None, str(second))
        return True

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def remove_empty_folder(self, folder: Path) -> None:
        folder.rmdir()


class Files(Steps):
    """Durable operations, made of these steps. Every method raises OSError as the system gives it."""

    def make_folder(self, folder: Path) -> None:
        """Makes the folder and its parents; each new one is durable before this returns."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        self.add_folder(folder)
        try:
            self.sync_folder(folder.parent)
        except OSError:
            # Left there, it would pass for a durable one at the next call.
            with suppress(OSError):
                folder.rmdir()
            raise

    def create(self, path: Path) -> BinaryIO:
        """A new file, opened for writing; it must not exist. Unbuffered, so that a write is one system call."""
        handle = self.open_new(path)
        try:
            self.sync_folder(path.parent)
        except OSError:
            handle.close()
            with suppress(OSError):
                self.remove(path)
            raise
        return handle

    def cut(self, handle: BinaryIO, length: int) -> None:
        """Shortens an open file, durably."""
        self.shorten(handle, length)
        self.sync_file(Path(handle.name))

    def write(self, path: Path, fill: Callable[[Path], object]) -> None:
        """Lets `fill` write the file and makes its content durable. The name is not final yet: `move` comes next.

        When it fails nothing is left: on a full disk an unfinished file would take what room there is.
        """
        try:
            self.fill(path, fill)
            self.sync_file(path)
        except BaseException:
            with suppress(OSError):
                self.remove(path)
            raise

    def move(self, source: Path, target: Path) -> None:
        """Renames over `target` in one step; durable when this returns."""
        self.rename(source, target)
        self.sync_folder(target.parent)

    def remove_folder(self, folder: Path) -> None:
        """With all that is in it. What the system does not let go of stays: look whether the folder is gone."""
        # In this order what is in a folder comes before it.
        for path in (*sorted(folder.rglob("*"), reverse=True), folder):
            remove = self.remove_empty_folder if path.is_dir() else self.remove
            with suppress(OSError):
                remove(path)

    def discard(self, path: Path) -> None:
        """Removes a file, or a folder with all that is in it; it does not come back. One that is missing is fine."""
        if path.is_dir():
            self.remove_folder(path)
        else:
            self.remove(path)
        if path.exists():
            raise OSError(f"{path} cannot be removed")
        if path.parent.is_dir():
            self.sync_folder(path.parent)

    def exchange(self, first: Path, second: Path) -> bool:
        """Swaps two folders in one step; False where the system cannot, and then nothing has changed."""
        if not self.swap(first, second):
            return False
        self.sync_folder(first.parent)
        self.sync_folder(second.parent)
        return True


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
