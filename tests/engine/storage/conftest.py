"""A lake on real files, with a clock that the test moves and hits that the test words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.engine.storage.lakeside import Lakeside


@pytest.fixture
def lakeside(tmp_path: Path) -> Iterator[Lakeside]:
    side = Lakeside(tmp_path / "data", now=datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    yield side
    side.close()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 22)
