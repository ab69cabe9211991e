"""Threads are there before work comes for them."""

import threading

from server.threads import started_pool


def test_all_threads_of_a_pool_are_there_and_have_begun() -> None:
    begun: list[str] = []
    with started_pool(3, "eager", lambda: begun.append(threading.current_thread().name)):
        named = {thread.name for thread in threading.enumerate() if thread.name.startswith("eager")}
        assert len(named) == 3
        assert set(begun) == named
