"""The disk of DATA: room, what file system it is, and how long it takes to make something durable."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning

LEAST_BYTES = 500_000_000
"""The running server is degraded below this."""
LOW_PERCENT = 5
SLOW_SECONDS = 0.05
SYNCS = 7
_MOUNTS = Path("/proc/self/mounts")
_IN_MEMORY = {"tmpfs", "ramfs"}
_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "ceph", "afs", "davfs", "sshfs", "glusterfs"}


def check_disk(case: Case) -> Iterator[Finding]:
    folder = _first_there(case.layout.root)
    yield _room(folder)
    yield from _file_system(folder)
    yield from _sync(folder)


def _first_there(path: Path) -> Path:
    return path if path.is_dir() else _first_there(path.parent)


def _room(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    percent = 100 * usage.free / usage.total
    text = f"{usage.free / 1e9:,.1f} GB of {usage.total / 1e9:,.1f} GB are free"
    if usage.free < LEAST_BYTES:
        return problem("disk", text, "make room: without it hits are refused with status 503")
    if percent < LOW_PERCENT:
        return warning("disk", text, "make room before it is full, or set how long sites are kept (--retention-days)")
    return ok("disk", text)


def _file_system(folder: Path) -> Iterator[Finding]:
    kind = file_system(folder, _MOUNTS.read_text() if _MOUNTS.exists() else "")
    if kind in _IN_MEMORY:
        yield problem(
            "disk", f"the data lies in memory ({kind}) and is gone with the next restart", "move it to a disk"
        )
    elif kind in _REMOTE or (kind or "").startswith("fuse."):
        text = f"the data lies on a network or user-space file system ({kind}), where locks and fsync may not hold"
        yield warning("disk", text, "move it to a local disk, and back it up to that one")
    elif kind is not None:
        yield ok("disk", f"the file system is {kind}")


def file_system(folder: Path, mounts: str) -> str | None:
    """The type of the mount that holds the folder, from lines as `/proc/self/mounts` has them."""
    found, kind = "", None
    for line in mounts.splitlines():
        _, point, of_point, *_ = line.split()
        point = point.encode().decode("unicode_escape")
        if folder.is_relative_to(point) and len(point) >= len(found):
            found, kind = point, of_point
    return kind


def _sync(folder: Path) -> Iterator[Finding]:
    if not os.access(folder, os.W_OK):
        return  # told by the check of permissions
    seconds = statistics.median(_sync_seconds(folder))
    text = f"making a write durable takes {seconds * 1000:.1f} ms"
    if seconds > SLOW_SECONDS:
        yield warning(
            "disk", text, "every hit waits for it: use a faster disk, or find out what else writes to this one"
        )
    else:
        yield ok("disk", text)


def _sync_seconds(folder: Path) -> list[float]:
    """With a file that has no name, so nothing is left and nobody meets it."""
    seconds = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(SYNCS):
            file.write(b"0" * 4096)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            seconds.append(time.perf_counter() - began)
    return seconds
