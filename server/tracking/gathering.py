"""Hits on their way to the journal."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from engine.ingest.stamp import Row
from schemas.errors import BusyError


class Submit(Protocol):
    """Intake.submit."""

    def __call__(self, rows: list[Row], done: Callable[[int | BusyError], None], *, late: bool) -> None: ...


Told = Callable[[BusyError | None], None]
"""Called in the event loop: None once the hit is on disk, or why it is not stored."""


class Gathering:
    """Hits of one turn of the event loop go to the intake as one group, and one wake-up tells them all.

    Belongs to one event loop.
    """

    def __init__(self, submit: Submit) -> None:
        self._submit = submit
        self._rows: list[Row] = []
        self._told: list[Told] = []

    async def add(self, row: Row) -> None:
        """Returns when the hit is on disk; raises BusyError when it is not stored."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.put(row, partial(_settle, stored))
        await stored

    def put(self, row: Row, told: Told) -> None:
        """The same for whoever wants to be told, without a future and a task to wait for it."""
        if not self._rows:
            loop = asyncio.get_running_loop()
            loop.call_soon(self._send, loop)
        self._rows.append(row)
        self._told.append(told)

    def _send(self, loop: asyncio.AbstractEventLoop) -> None:
        rows, self._rows = self._rows, []
        told, self._told = self._told, []

        def done(outcome: int | BusyError) -> None:
            try:
                loop.call_soon_threadsafe(_tell, told, outcome if isinstance(outcome, BusyError) else None)
            except RuntimeError:
                return  # the loop is closed: nobody waits, and the committing thread must not end of it

        try:
            self._submit(rows, done, late=False)
        except BusyError as error:
            _tell(told, error)


def _tell(told: Sequence[Told], refusal: BusyError | None) -> None:
    for tell in told:
        tell(refusal)


def _settle(stored: "asyncio.Future[None]", refusal: BusyError | None) -> None:
    if stored.done():
        return  # given up by who waited, at a stop that took too long
    if refusal is None:
        stored.set_result(None)
    else:
        stored.set_exception(refusal)
