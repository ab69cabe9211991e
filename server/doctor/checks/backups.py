"""Whether there is a backup, and of when."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from engine.backups.marker import read_marker
from schemas.errors import BadInputError
from server.backup_record import last_backup
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning

OLD_DAYS = 8
_REMEDY = "run `hitlake backup DEST` every day, to another disk (cron, systemd timer)"


def check_backups(case: Case) -> Iterator[Finding]:
    if not case.has_data:
        return
    try:
        folder = last_backup(case.layout.database)
    except sqlite3.Error:
        return  # told by the check of the version
    if folder is None:
        yield warning("backup", "none was made yet", _REMEDY)
        return
    yield _finding(folder, case)


def _finding(folder: Path, case: Case) -> Finding:
    try:
        marker = read_marker(folder)
    except (BadInputError, OSError) as error:
        return problem("backup", f"{folder} cannot be read: {error}", _REMEDY)
    if marker is None or marker.finished_ms is None:
        return warning("backup", f"there is no finished one in {folder} now", "mount that disk, or back up again")
    days = (case.now_ms - marker.finished_ms) / 86_400_000
    text = f"the last one, in {folder}, is {days:,.1f} days old"
    if days > OLD_DAYS:
        return warning("backup", text, _REMEDY)
    same_disk = folder.stat().st_dev == case.layout.root.stat().st_dev
    if same_disk:
        return warning(
            "backup", f"{text}, but on the same disk as the data", "a broken disk takes both: use another one"
        )
    return ok("backup", text)
