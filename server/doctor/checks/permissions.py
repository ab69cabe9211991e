"""Who may read and write DATA."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning
from server.settings_sources import FILE_NAME

_OTHERS = stat.S_IRGRP | stat.S_IROTH


def check_permissions(case: Case) -> Iterator[Finding]:
    root = case.layout.root
    if not root.is_dir():
        yield warning(
            "data", f"there is no folder {root}", "begin with `hitlake serve`, or say where it is with --data"
        )
        return
    yield from list(_findings(case)) or [ok("data", f"{root} can be read and written, and keeps its secrets")]


def _findings(case: Case) -> Iterator[Finding]:
    layout = case.layout
    paths = [path for path in (layout.root, *layout.folders(), layout.database, layout.lock) if path.exists()]
    closed = [path for path in paths if not os.access(path, os.R_OK | os.W_OK)]
    if closed:
        text = f"this user may not write {_named(closed)}"
        yield problem("data", text, f"run hitlake as the user who owns it, or: chown -R USER {layout.root}")
    owner = layout.root.stat().st_uid
    foreign = [path for path in paths if path.stat().st_uid != owner]
    if foreign:
        text = f"{_named(foreign)} belong to another user than the folder itself"
        yield problem(
            "data", text, f"a server may fail to write them: chown -R --reference={layout.root} {layout.root}"
        )
    for path in (layout.database, layout.root / FILE_NAME):
        if path.exists() and path.stat().st_mode & _OTHERS:
            yield warning("data", f"others may read {path}, which holds secrets", f"chmod 600 {path}")


def _named(paths: list[Path]) -> str:
    return ", ".join(map(str, paths[:3])) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
