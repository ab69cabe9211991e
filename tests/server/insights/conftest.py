import asyncio
import threading
from collections.abc import Iterator

import pytest

from tests.server.uptime.mailbox import Mailbox, mailbox


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """In an event loop of its own: what is sent here is sent by a thread that waits."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opened = mailbox()
    try:
        yield asyncio.run_coroutine_threadsafe(opened.__aenter__(), loop).result(20)
        asyncio.run_coroutine_threadsafe(opened.__aexit__(None, None, None), loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
