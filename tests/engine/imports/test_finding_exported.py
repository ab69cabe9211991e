"""Which files are exports."""

import json
from pathlib import Path

import pytest

from engine.exports.rows import COLUMNS
from engine.imports.exported import ExportedVisits
from engine.imports.finding_exported import find_exported


@pytest.mark.parametrize(
    "head", [b"\x1f\x8b\x08\x00a\rb,c\n", b'"\r', b"a\r\nb", b"", b'198.51.100.1 - - [x] "GET / HTTP/1.1"\n']
)
def test_logs_packed_or_not_are_none(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(head)
    assert find_exported(path) is None


def test_visits_are_known_however_long_the_first_is(tmp_path: Path) -> None:
    path = tmp_path / "visits.ndjson"
    visit = dict.fromkeys(COLUMNS["visits"]) | {"hits": [{"after_ms": at, "path": "/"} for at in range(10_000)]}
    path.write_text(json.dumps(visit) + "\n", "utf-8")
    assert isinstance(find_exported(path), ExportedVisits)
