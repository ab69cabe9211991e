"""From rows to the disk: an answer is given only once they are there."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import ParamSpec, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from schemas.drops import DropReason
from schemas.errors import BusyError
from schemas.receipts import Receipt
from schemas.sites import Site
from server.app import App

P = ParamSpec("P")
T = TypeVar("T")

INLINE_BYTES = 20_000
"""Some dozens of rows, a millisecond or two: as long as it takes to hand work to a thread and back."""


async def store(app: App, site: Site, table: pa.Table, receipts: Sequence[Receipt] = ()) -> int:
    """The id of the first hit, once all are on disk; raises BusyError when none of them is stored."""
    loop = asyncio.get_running_loop()
    stored: asyncio.Future[int] = loop.create_future()

    def done(outcome: int | BusyError) -> None:
        try:
            loop.call_soon_threadsafe(_settle, stored, outcome)
        except RuntimeError:
            return  # the loop is closed: nobody waits, and the committing thread must not end of it

    app.lake.intake.submit_table(table, done, late=_is_late(table, today(app, site)), receipts=receipts)
    return await stored


async def work(app: App, body_bytes: int, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `function` gives, off the event loop where the body is large."""
    if body_bytes <= INLINE_BYTES:
        return function(*args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(app.writers, partial(function, *args, **kwargs))


def count_drops(app: App, site: Site, drops: Mapping[DropReason, int]) -> None:
    day = today(app, site)
    for reason, count in drops.items():
        app.registry.drops.add(day, site.id, reason, count)


def today(app: App, site: Site) -> date:
    return app.lake.calendar.today(site.id)


def _is_late(table: pa.Table, today: date) -> bool:
    first = pc.min(table.column("day")).as_py()
    return first is not None and first < today


def _settle(stored: "asyncio.Future[int]", outcome: int | BusyError) -> None:
    if stored.done():
        return  # given up by who waited, at a stop that took too long
    if isinstance(outcome, BusyError):
        stored.set_exception(outcome)
    else:
        stored.set_result(outcome)
