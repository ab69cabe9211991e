"""One recorded life for all tests that cut it or let it fail."""

import pytest

from tests.scenarios.phases import PHASES
from tests.scenarios.recording import Chapter, record


@pytest.fixture(scope="session")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Chapter]:
    """By the names of their phases."""
    recorded = record(tmp_path_factory.mktemp("recorded") / "data", PHASES)
    return {chapter.phase.__name__: chapter for chapter in recorded}
