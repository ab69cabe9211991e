"""Whether this machine's clock is behind what was written already."""

from collections.abc import Iterator
from pathlib import Path

from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem

AHEAD_SECONDS = 120
_REMEDY = "set the clock (timedatectl set-ntp true): hits get the day that it shows"


def check_clock(case: Case) -> Iterator[Finding]:
    layout = case.layout
    paths = [*layout.journal.glob("*.wal"), *layout.recent.glob("*.parquet"), layout.database]
    newest = max(filter(None, map(_changed, paths)), default=None)
    if newest is None:
        return
    path, at = newest[1], newest[0]
    ahead = at - case.now_ms / 1000
    if ahead > AHEAD_SECONDS:
        yield problem("clock", f"{path.name} was written {ahead:,.0f} s ahead of this clock", _REMEDY)
    else:
        yield ok("clock", "no file is newer than now")


def _changed(path: Path) -> tuple[float, Path] | None:
    try:
        return path.stat().st_mtime, path
    except FileNotFoundError:
        return None
