import pytest

from engine.ingest.facts import Facts
from tests.engine.ingest.arrivals import facts as make_facts


@pytest.fixture(scope="session")
def facts() -> Facts:
    """Without a geo database."""
    return make_facts()
