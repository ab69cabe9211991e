"""Hits wait together and are told together."""

import asyncio
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from schemas.errors import BusyError
from server.tracking.gathering import Gathering

Row = tuple[Any, ...]
Done = Callable[[int | BusyError], None]


def submit_to(groups: list[list[Row]], outcome: int | BusyError) -> Callable[..., None]:
    """Takes groups and answers from another thread, as the commit thread does."""

    def submit(rows: list[Row], done: Done, *, late: bool) -> None:
        assert not late
        groups.append(rows)
        Thread(target=done, args=(outcome,)).start()

    return submit


def test_hits_of_one_turn_are_one_group() -> None:
    groups: list[list[Row]] = []

    async def add_all() -> None:
        gathering = Gathering(submit_to(groups, 1))
        await asyncio.gather(*(gathering.add((number,)) for number in range(3)))
        await gathering.add((3,))

    asyncio.run(add_all())
    assert groups == [[(0,), (1,), (2,)], [(3,)]]


def test_all_of_a_group_that_is_not_stored_are_told() -> None:
    async def add_all() -> list[BaseException | None]:
        gathering = Gathering(submit_to([], BusyError("the disk is full")))
        return await asyncio.gather(*(gathering.add((number,)) for number in range(3)), return_exceptions=True)

    assert [str(outcome) for outcome in asyncio.run(add_all())] == ["the disk is full"] * 3


def test_a_full_queue_is_told_at_once() -> None:
    def submit(rows: list[Row], done: Done, *, late: bool) -> None:
        raise BusyError("too many hits are waiting")

    with pytest.raises(BusyError, match="too many"):
        asyncio.run(Gathering(submit).add((1,)))


def test_a_commit_after_the_loop_has_ended_troubles_nobody() -> None:
    waiting: list[Done] = []

    def submit(rows: list[Row], done: Done, *, late: bool) -> None:
        waiting.append(done)

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(Gathering(submit).add((1,)), 0.01)

    asyncio.run(give_up())
    waiting[0](1)
