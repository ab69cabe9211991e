"""Hits on their way to the journal."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from engine.ingest.stamp import Row
from schemas.errors import BusyError


class Submit(Protocol):
    """Intake.submit."""

    def __call__(self, rows: list[Row], done: Callable[[int | BusyError], None], *, late: bool) -> None: ...


class Gathering:
    """Hits of one turn of the event loop go to the intake as one group, and one wake-up tells them all.

    Belongs to one event loop.
    """

    def __init__(self, submit: Submit) -> None:
        self._submit = submit
        self._rows: list[Row] = []
        self._stored: asyncio.Future[None] | None = None

    async def add(self, row: Row) -> None:
        """Returns when the hit is on disk; raises BusyError when it is not stored."""
        self._rows.append(row)
        if self._stored is None:
            loop = asyncio.get_running_loop()
            self._stored = loop.create_future()
            loop.call_soon(self._send, loop, self._stored)
        await self._stored

    def _send(self, loop: asyncio.AbstractEventLoop, stored: asyncio.Future[None]) -> None:
        rows, self._rows, self._stored = self._rows, [], None

        def done(outcome: int | BusyError) -> None:
            try:
                loop.call_soon_threadsafe(_settle, stored, outcome)
            except RuntimeError:
                return  # the loop is closed: nobody waits, and the committing thread must not end of it

        try:
            self._submit(rows, done, late=False)
        except BusyError as error:
            _settle(stored, error)


def _settle(stored: asyncio.Future[None], outcome: int | BusyError) -> None:
    if stored.done():
        return  # given up by who waited, at a stop that took too long
    if isinstance(outcome, BusyError):
        stored.set_exception(outcome)
    else:
        stored.set_result(None)
