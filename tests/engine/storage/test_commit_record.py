"""What is known of commits: what they stored, what they could not, and whether the disk takes hits again."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.storage.files import Files
from schemas.errors import BusyError
from tests.engine.storage.lakeside import Lakeside, hit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class FullDisk(Files):
    full = False

    def append(self, handle: BinaryIO, content: bytes) -> None:
        self._check()
        super().append(handle, content)

    def sync_file(self, path: Path) -> None:
        self._check()
        super().sync_file(path)

    def _check(self) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_remembered_until_it_takes_something_again(tmp_path: Path) -> None:
    disk = FullDisk()
    lakeside = Lakeside(tmp_path, NOW, files=disk)
    intake, record = lakeside.lake.intake, lakeside.lake.intake.record
    lakeside.store(hit(NOW))
    disk.full = True
    with pytest.raises(BusyError):
        lakeside.store(hit(NOW), hit(NOW))
    assert record.trouble == "hits cannot be stored now: No space left on device"
    with pytest.raises(OSError, match="No space"):
        intake.prove()
    assert record.trouble is not None
    disk.full = False
    intake.prove()
    assert record.trouble is None
    assert (record.stored_hits, record.failed_hits) == (1, 2)
    assert not (tmp_path / "tmp" / "proof").exists()
    lakeside.close()


def test_hits_that_are_wrong_themselves_are_no_trouble_of_the_disk(lakeside: Lakeside) -> None:
    with pytest.raises(BusyError):
        lakeside.store(hit(NOW, visitor=-1))
    record = lakeside.lake.intake.record
    assert (record.trouble, record.failed_hits) == (None, 1)
