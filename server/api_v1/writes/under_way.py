"""What is being stored at the moment, so that its repetition waits for it and is not stored beside it."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager


class UnderWay:
    """The names of what is being stored at the moment. Belongs to one event loop."""

    def __init__(self) -> None:
        self._ends: dict[bytes, asyncio.Event] = {}

    @asynccontextmanager
    async def alone(self, names: Collection[bytes]) -> AsyncIterator[None]:
        """Waits until nothing else with one of the names is under way, and keeps others waiting meanwhile.

        It takes all of the names or none, so two can never wait for each other.
        """
        while (other := self._other(names)) is not None:
            await other.wait()
        end = asyncio.Event()
        self._ends.update(dict.fromkeys(names, end))
        try:
            yield
        finally:
            for name in names:
                del self._ends[name]
            end.set()

    def _other(self, names: Collection[bytes]) -> asyncio.Event | None:
        if not self._ends:
            return None
        return next((self._ends[name] for name in names if name in self._ends), None)
