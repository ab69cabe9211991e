"""Whether this machine's clock fits what was written already, and the server's."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from engine.storage.lock import holder_of
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem
from server.doctor.local_server import ask_server

AHEAD_SECONDS = 120
_REMEDY = "set the clock (timedatectl set-ntp true): hits get the day that it shows"


def check_clock(case: Case) -> Iterator[Finding]:
    yield from _files(case)
    yield from _server(case)


def _files(case: Case) -> Iterator[Finding]:
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


def _server(case: Case) -> Iterator[Finding]:
    if holder_of(case.layout.lock) is None:
        return
    try:
        at = _date(ask_server(case.settings, "/health/live"))
    except (httpx.HTTPError, ValueError):
        return  # told by the check of the server
    apart = abs(at.timestamp() - case.now_ms / 1000)
    if apart > AHEAD_SECONDS:
        yield problem("clock", f"the server's clock and this one are {apart:,.0f} s apart", _REMEDY)


def _date(answer: httpx.Response) -> datetime:
    return parsedate_to_datetime(answer.headers.get("date", ""))


def _changed(path: Path) -> tuple[float, Path] | None:
    try:
        return path.stat().st_mtime, path
    except FileNotFoundError:
        return None
