import asyncio
from functools import partial
from itertools import pairwise

from server.http.turns import AT_ONCE, Turns


async def begun_in_turns(count: int) -> tuple[list[int], list[int]]:
    """What was begun, in its order, and how much of it by the end of each turn of the loop."""
    begun: list[int] = []
    turns = Turns(asyncio.get_running_loop())
    for number in range(count):
        turns.begin(partial(begun.append, number))
    after = [0, len(begun)]
    while len(begun) < count:
        await asyncio.sleep(0)
        after.append(len(begun))
    return begun, after


def test_many_of_one_moment_are_begun_in_turns_and_in_order() -> None:
    begun, after = asyncio.run(asyncio.wait_for(begun_in_turns(3 * AT_ONCE + 1), 30))
    assert begun == list(range(3 * AT_ONCE + 1))
    assert max(later - earlier for earlier, later in pairwise(after)) == AT_ONCE


def test_one_alone_is_begun_at_once() -> None:
    assert asyncio.run(begun_in_turns(1)) == ([0], [0, 1])


def test_what_comes_later_waits_for_what_waits_already() -> None:
    async def begun() -> list[str]:
        order: list[str] = []
        turns = Turns(asyncio.get_running_loop())
        for _ in range(2 * AT_ONCE):
            turns.begin(lambda: order.append("first"))
        await asyncio.sleep(0)
        turns.begin(lambda: order.append("last"))
        while "last" not in order:
            await asyncio.sleep(0)
        return order

    assert asyncio.run(asyncio.wait_for(begun(), 30)) == ["first"] * 2 * AT_ONCE + ["last"]
