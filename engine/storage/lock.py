"""One writer: whoever files and flushes holds DATA's lock. The system drops it however the process ends."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from schemas.errors import ConflictError


class DataLock:
    """Raises ConflictError where another process holds it."""

    def __init__(self, path: Path) -> None:
        self._handle = path.open("a+")
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._handle.seek(0)
            holder = self._handle.read().strip() or "unknown"
            self._handle.close()
            raise ConflictError(f"{path.parent} is in use by another hitlake (process {holder})") from None
        # On a full disk the lock holds all the same; only its holder is not named then.
        with suppress(OSError):
            self._handle.truncate(0)
            self._handle.write(str(os.getpid()))
            self._handle.flush()

    def release(self) -> None:
        self._handle.close()


def holder_of(path: Path) -> str | None:
    """The process that holds the lock, as it wrote itself down; None where nobody does."""
    if not path.exists():
        return None
    with path.open("r") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return handle.read().strip() or "unknown"
        return None
