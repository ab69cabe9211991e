"""Questions wait for a while, and not in any number."""

import asyncio
import os
import sys
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from engine.priority import NICENESS
from schemas.errors import BusyError
from server.asking import Asking

T = TypeVar("T")


async def gathered(*questions: Coroutine[Any, Any, T]) -> list[T | BaseException]:
    return await asyncio.gather(*questions, return_exceptions=True)


def test_more_than_may_wait_are_refused_at_once() -> None:
    go_on = threading.Event()

    async def storm(asking: Asking) -> list[bool | BaseException]:
        waiting = [asyncio.create_task(asking.ask(go_on.wait)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="too many questions"):
            await asking.ask(int)
        go_on.set()
        return await asyncio.gather(*waiting, return_exceptions=True)

    with Asking(threads=1, most_waiting=2) as asking:
        assert asyncio.run(storm(asking)) == [True, True, True]
        assert asking.refused == 1
        assert asyncio.run(asking.ask(int)) == 0


def test_who_waited_too_long_is_refused() -> None:
    async def storm(asking: Asking) -> list[int | BaseException]:
        return await gathered(*(asking.ask(int) for _ in range(4)))

    with Asking(threads=1, wait_seconds=-1) as asking:
        assert [type(answer) for answer in asyncio.run(storm(asking))] == [BusyError] * 4
        assert asking.refused == 4


def test_a_request_that_is_given_up_takes_no_place_for_ever() -> None:
    go_on = threading.Event()

    async def give_up(asking: Asking) -> None:
        tasks = [asyncio.create_task(asking.ask(go_on.wait)) for _ in range(3)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        go_on.set()

    with Asking(threads=1, most_waiting=2) as asking:
        asyncio.run(give_up(asking))
        assert asyncio.run(asking.ask(int)) == 0


def test_an_error_of_the_question_is_the_askers() -> None:
    with Asking(threads=1) as asking, pytest.raises(ZeroDivisionError):
        asyncio.run(asking.ask(divmod, 1, 0))


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_who_answers_gives_way_to_who_takes_hits() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    with Asking(threads=1) as asking:
        assert asyncio.run(asking.ask(os.getpriority, os.PRIO_PROCESS, 0)) == max(own, NICENESS)
    assert os.getpriority(os.PRIO_PROCESS, 0) == own
