"""A journal's bytes, damaged in every way that a disk can think of."""

from datetime import UTC, datetime

import pytest

from engine.storage.batches import build_batch
from engine.storage.frames import HEADER, encode_frame, read_journal
from tests.engine.storage.lakeside import hit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
FIRST, SECOND, LAST = (encode_frame(build_batch([[hit(NOW)]], number + 1), [], number) for number in range(3))
WHOLE = HEADER + FIRST + SECOND + LAST
UP_TO_LAST = len(WHOLE) - len(LAST)


def _hit_ids(content: bytes) -> list[int]:
    return [hit_id for batch in read_journal(content).batches for hit_id in batch.column("hit_id").to_pylist()]


def test_whole_frames_are_read_in_order() -> None:
    assert _hit_ids(WHOLE) == [1, 2, 3]
    assert read_journal(WHOLE).damage is None
    assert read_journal(WHOLE).good_length == len(WHOLE)


def test_a_cut_at_any_byte_of_the_last_frame_costs_that_frame_alone() -> None:
    for length in range(UP_TO_LAST + 1, len(WHOLE)):
        content = read_journal(WHOLE[:length])
        assert len(content.batches) == 2
        assert content.good_length == UP_TO_LAST
        assert content.damage is not None


def test_a_flip_of_any_byte_of_the_last_frame_costs_that_frame_alone() -> None:
    for position in range(UP_TO_LAST, len(WHOLE)):
        damaged = bytearray(WHOLE)
        damaged[position] ^= 0xFF
        content = read_journal(bytes(damaged))
        assert (len(content.batches), content.good_length) == (2, UP_TO_LAST)
        assert content.damage is not None


def test_a_flip_of_any_bit_of_a_frame_is_seen() -> None:
    for bit in range(8 * UP_TO_LAST, 8 * len(WHOLE)):
        damaged = bytearray(WHOLE)
        damaged[bit // 8] ^= 1 << bit % 8
        assert len(read_journal(bytes(damaged)).batches) == 2


@pytest.mark.parametrize("zeros", [1, 11, 12, 13, 4096])
def test_zeros_behind_the_last_frame_cost_nothing(zeros: int) -> None:
    content = read_journal(WHOLE + bytes(zeros))

    assert (len(content.batches), content.good_length) == (3, len(WHOLE))
    assert content.damage is not None


def test_a_journal_of_zeros_has_no_frames_and_is_damaged() -> None:
    assert read_journal(bytes(4096)).batches == ()
    assert read_journal(bytes(4096)).damage == "frame 0 at byte 8 is not whole"


def test_a_rotten_header_costs_no_frame() -> None:
    content = read_journal(b"hitlake1" + WHOLE[len(HEADER) :])

    assert len(content.batches) == 3
    assert content.damage == "the header is damaged"


@pytest.mark.parametrize("length", range(len(HEADER) + 1))
def test_a_journal_that_was_only_begun_is_no_damage(length: int) -> None:
    assert read_journal(HEADER[:length]).batches == ()
    assert read_journal(HEADER[:length]).damage is None


def test_an_old_frame_behind_the_end_is_not_taken_for_a_new_one() -> None:
    assert _hit_ids(HEADER + FIRST + FIRST) == [1]
