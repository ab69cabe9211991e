from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.ingest.facts import Facts
from tests.engine.imports.importside import ImportSide
from tests.engine.ingest.arrivals import facts as make_facts


@pytest.fixture(scope="session")
def facts() -> Facts:
    """Without a geo database."""
    return make_facts()


@pytest.fixture
def side(tmp_path: Path, facts: Facts) -> Iterator[ImportSide]:
    opened = ImportSide(tmp_path / "data", facts)
    yield opened
    opened.close()
