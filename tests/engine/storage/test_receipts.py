"""A receipt is there exactly when its hits are, whatever happens in between."""

from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pytest

from engine.storage.batches import build_batch
from engine.storage.files import Files
from schemas.errors import BusyError
from schemas.hits import HIT_SCHEMA
from schemas.receipts import Receipt
from tests.engine.storage.lakeside import Lakeside, hit

TODAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def hits(*paths: str) -> pa.Table:
    return pa.Table.from_batches([build_batch([[hit(TODAY, path=path) for path in paths]], 0)])


def receipt(name: str, place: int = 0, answer: bytes | None = None) -> Receipt:
    return Receipt(name.encode().ljust(16, b"-"), b"c" * 16, place, answer, 1_794_000_000_000)


def found(lakeside: Lakeside, *names: str) -> dict[str, int]:
    receipts = lakeside.lake.receipts.find([name.encode().ljust(16, b"-") for name in names])
    return {name.rstrip(b"-").decode(): kept.hit_id for name, kept in receipts.items()}


def stored(lakeside: Lakeside) -> list[str]:
    """Paths of all hits on disk, each as often as it is there."""
    tables = [segment.table() for segment in lakeside.lake.current.read().hot]
    tables += [pa.parquet.read_table(segment.path) for segment in lakeside.lake.current.read().recent]
    return sorted(path for table in tables for path in table.column("path").to_pylist())


def test_a_receipt_is_found_as_soon_as_its_hits_are_stored_and_bears_their_ids(lakeside: Lakeside) -> None:
    lakeside.store(hit(TODAY))
    lakeside.store_table(hits("/a", "/b"), receipt("request", answer=b"{}"), receipt("row", place=1))
    assert found(lakeside, "request", "row", "other") == {"request": 2, "row": 3}
    assert lakeside.lake.receipts.find([receipt("request").name])[receipt("request").name].answer == b"{}"


def test_a_crash_after_the_commit_keeps_the_receipt(lakeside: Lakeside) -> None:
    lakeside.store_table(hits("/a"), receipt("request"))
    lakeside.reopen()
    assert found(lakeside, "request") == {"request": 1}


def test_the_receipt_outlives_the_journal_file(lakeside: Lakeside) -> None:
    lakeside.store_table(hits("/a"), receipt("request"))
    lakeside.lake.housekeeping.flush()
    assert lakeside.names("journal") == []
    lakeside.reopen()
    assert found(lakeside, "request") == {"request": 1}


def test_a_receipt_needs_no_hits(lakeside: Lakeside) -> None:
    lakeside.store_table(HIT_SCHEMA.empty_table(), receipt("request"))
    lakeside.reopen()
    lakeside.settle()
    assert list(found(lakeside, "request")) == ["request"]
    assert lakeside.names("recent") == []


def test_of_one_name_the_first_receipt_stays(lakeside: Lakeside) -> None:
    lakeside.store_table(hits("/a"), receipt("request"))
    lakeside.lake.receipts.save()
    lakeside.store_table(hits("/a"), receipt("request"))
    lakeside.lake.receipts.save()
    assert found(lakeside, "request") == {"request": 1}


class Failing(Files):
    """Fails at the operation with a number, and at all that come after it, as after a crash."""

    def __init__(self) -> None:
        self.left: int | None = None

    def _step(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise OSError(5, "the machine is gone")

    def append(self, handle: BinaryIO, content: bytes) -> None:
        self._step()
        super().append(handle, content)

    def sync(self, handle: BinaryIO) -> None:
        self._step()
        super().sync(handle)

    def cut(self, handle: BinaryIO, length: int) -> None:
        self._step()
        super().cut(handle, length)

    def sync_file(self, path: Path) -> None:
        self._step()
        super().sync_file(path)

    def move(self, source: Path, target: Path) -> None:
        self._step()
        super().move(source, target)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)


@pytest.mark.parametrize("steps", range(9))
def test_a_crash_at_any_step_of_commit_and_flush_leaves_both_or_neither(tmp_path: Path, steps: int) -> None:
    files = Failing()
    lakeside = Lakeside(tmp_path / "data", now=datetime(2026, 11, 22, 10, 0, tzinfo=UTC), files=files)
    files.left = steps
    try:
        lakeside.store_table(hits("/a"), receipt("request"))
        lakeside.lake.housekeeping.flush()
    except (BusyError, OSError):
        pass
    files.left = None
    lakeside.reopen()
    assert (stored(lakeside), list(found(lakeside, "request"))) in [(["/a"], ["request"]), ([], [])]
    lakeside.close()
