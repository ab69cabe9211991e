"""Hits that come one by one and large batches wait in two lines, and take turns."""

import pytest

from engine.storage.waiting import BATCH_TURN_HITS, LARGE_HITS, Group, Waiting
from schemas.errors import BusyError
from schemas.hits import HIT_NAMES

ROW = (None,) * len(HIT_NAMES)


def group(hits: int) -> Group:
    return Group([ROW] * hits, lambda _: None, False, ())


def counts(waiting: Waiting) -> list[int]:
    return [group.count for group in waiting.take()]


def test_hits_that_came_meanwhile_are_taken_together_and_wait_for_one_turn_of_batches_at_most() -> None:
    waiting = Waiting(1_000_000)
    for hits in (100_000, 1, 100_000, 2, 3):
        waiting.put(group(hits))
    assert counts(waiting) == [1, 2, 3]
    waiting.put(group(4))
    assert counts(waiting) == [100_000]
    assert counts(waiting) == [4]
    assert counts(waiting) == [100_000]
    assert waiting.hits == 0


def test_batches_get_their_turn_however_many_hits_come() -> None:
    waiting = Waiting(1_000_000)
    waiting.put(group(100_000))
    taken = []
    for _ in range(2):
        waiting.put(group(1))
        taken += counts(waiting)
    assert taken == [1, 100_000]


def test_batches_are_committed_together_up_to_a_bound() -> None:
    waiting = Waiting(1_000_000)
    batch = LARGE_HITS + 1
    for _ in range(25):
        waiting.put(group(batch))
    together = counts(waiting)
    assert together == [batch] * (BATCH_TURN_HITS // batch)
    assert len(counts(waiting)) == 25 - len(together)


def test_a_batch_that_waits_turns_no_visitor_away_and_the_other_way_round() -> None:
    waiting = Waiting(2_000)
    waiting.put(group(100_000))
    waiting.put(group(1_000))
    waiting.put(group(1_000))
    assert waiting.is_full
    for refused in (group(1), group(1_001)):
        with pytest.raises(BusyError, match="too many hits") as raised:
            waiting.put(refused)
        assert raised.value.retry_after_seconds == 1
    assert waiting.turned_away_hits == 1_002
    assert waiting.hits == 102_000


def test_what_waits_at_the_end_is_still_taken() -> None:
    waiting = Waiting(10)
    waiting.put(group(1))
    waiting.close()
    with pytest.raises(BusyError, match="stopping"):
        waiting.put(group(1))
    assert counts(waiting) == [1]
    assert counts(waiting) == []
