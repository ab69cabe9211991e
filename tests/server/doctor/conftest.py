"""Cases for the checks: real folders, real servers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.cli.opening import opened_registry
from server.doctor.case import Case
from server.doctor.findings import Finding
from server.settings import Settings

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)

Check = Callable[[Case], Iterator[Finding]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """With a database."""
    with opened_registry(tmp_path / "data", make=True):
        return tmp_path / "data"


def case_of(data: Path, now_ms: int = NOW_MS, **settings: Any) -> Case:
    return Case(Settings(data=data, **settings), (), now_ms)


def states(check: Check, case: Case) -> list[str]:
    return [finding.state.value for finding in check(case)]


def only(check: Check, case: Case) -> Finding:
    (finding,) = check(case)
    return finding
