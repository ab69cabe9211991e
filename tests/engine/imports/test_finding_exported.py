"""Which files hold exported hits."""

from pathlib import Path

import pytest

from engine.imports.finding_exported import find_exported


@pytest.mark.parametrize(
    "head", [b"\x1f\x8b\x08\x00a\rb,c\n", b'"\r', b"a\r\nb", b"", b'198.51.100.1 - - [x] "GET / HTTP/1.1"\n']
)
def test_logs_packed_or_not_are_none(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(head)
    assert find_exported(path) is None
