"""Real logs, where they are at hand. Their lines hold real addresses: only counts of them stand here."""

from pathlib import Path

import pytest

from tests.engine.imports.importside import ImportSide
from tests.engine.ingest.arrivals import shared

LOGS = {
    "one-site-2005-2018.log.gz": (105_177, 0),
    "semicomplete-2015.log.gz": (10_000, 1),
    "formats/combined-with-errors.log": (889, 4),
    "formats/ncsa_extended.log": (1, 0),
    "formats/common.log": (1, 0),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_real_log_imports_without_an_error(side: ImportSide, name: str) -> None:
    path = shared(f"logs/{name}")
    if not path.exists():
        pytest.skip("needs ../shared/data, or HITLAKE_SHARED")
    lines, unparsed = LOGS[name]
    summary = side.summary(path)
    assert summary.lines == lines
    assert sum(kind.lines for kind in summary.unparsed.values()) == unparsed
    assert len(side.stored()) == summary.hits
    if summary.days:
        assert len(side.fold()) == summary.days
        assert len(files_of(side.layout.root)) < 600


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
