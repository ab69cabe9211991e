"""A journal that is torn or rots: what was whole before the damage counts, the rest is put aside and told of."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.storage.damages import Damages
from engine.storage.frames import read_journal
from engine.storage.layout import Layout
from engine.storage.recovery import recover
from tests.engine.storage.lakeside import Lakeside, hit
from tests.scenarios.agreement import hits_in_reports
from tests.scenarios.life import BEGIN
from tests.scenarios.steps import SteppedFiles

NAME = "000000000001.wal"

EVERY = 7
"""Bytes from one try to the next; `test_frames` reads the journal with each byte damaged."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal of three commits of two hits each."""
    side = Lakeside(tmp_path_factory.mktemp("whole") / "data", BEGIN)
    for number in range(3):
        side.store(*(hit(BEGIN + timedelta(seconds=number), path=f"/{number}") for _ in range(2)))
    content = (side.root / "journal" / NAME).read_bytes()
    side.close()
    return content


@pytest.fixture(scope="module")
def last_frame(whole: bytes) -> int:
    """Where it begins."""
    return read_journal(whole[:-1]).good_length


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "journal").mkdir()
    return Layout(tmp_path)


def _start(layout: Layout, journal: bytes) -> tuple[int, bytes]:
    """How many hits the start finds, and what it puts aside and tells of."""
    path = layout.journal / NAME
    path.write_bytes(journal)
    files = SteppedFiles()
    damages = Damages(layout, files)
    hot = recover(layout, files, damages, now_ms=0).snapshot.hot
    kept = list(_kept(layout))
    assert [note.partition(":")[0] for note in damages.notes()] == [NAME] * len(kept)
    assert len(kept) <= 1
    path.unlink(missing_ok=True)
    return sum(segment.rows for segment in hot), kept[0] if kept else b""


def _kept(layout: Layout) -> Iterator[bytes]:
    for path in layout.damaged.iterdir() if layout.damaged.exists() else ():
        assert path.name.startswith(f"{NAME}.")
        yield path.read_bytes()
        path.unlink()


def test_the_last_frame_cut(layout: Layout, whole: bytes, last_frame: int) -> None:
    for length in range(last_frame + 1, len(whole), EVERY):
        assert _start(layout, whole[:length]) == (4, whole[last_frame:length])
    assert _start(layout, whole[:last_frame]) == (4, b"")


def test_a_byte_of_the_last_frame_flipped(layout: Layout, whole: bytes, last_frame: int) -> None:
    for position in range(last_frame, len(whole), EVERY):
        damaged = bytearray(whole)
        damaged[position] ^= 0x10
        assert _start(layout, bytes(damaged)) == (4, bytes(damaged[last_frame:]))


@pytest.mark.parametrize("tail", [bytes(1), bytes(12), bytes(4096), b"x", b"garbage" * 1000])
def test_zeros_and_garbage_behind_the_end(layout: Layout, whole: bytes, tail: bytes) -> None:
    assert _start(layout, whole + tail) == (6, tail)


def test_the_last_frame_in_zeros_of_its_length(layout: Layout, whole: bytes, last_frame: int) -> None:
    zeros = bytes(len(whole) - last_frame)
    assert _start(layout, whole[:last_frame] + zeros) == (4, zeros)


def test_a_start_that_is_repeated_puts_the_same_aside_once(tmp_path: Path, whole: bytes) -> None:
    side = Lakeside(tmp_path / "data", BEGIN)
    side.abandon()
    (side.root / "journal" / NAME).write_bytes(whole + b"garbage")

    for _ in range(2):
        side.reopen()

        assert sum(hits_in_reports(side.lake, [1]).values()) == 6
        assert len(side.names("damaged")) == 1
        assert side.lake.damage == (
            f"{NAME}: the last frame is cut off; 7 bytes put aside as damaged/{side.names('damaged')[0]}",
        )
    side.settle()
    assert side.names("journal") == []
    side.close()
