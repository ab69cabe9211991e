"""Why the server may be degraded: one function for each thing that can be wrong."""

import shutil
from collections.abc import Callable, Iterator, Sequence

from engine.storage.lags import lags
from schemas.errors import HitlakeError
from server.app import App
from server.foundations import geo_path
from server.health.watch import Reason

LATE_FACTOR = 2
"""Flushing is late when hits wait for so many times as long as they should."""
LEAST_LATE_SECONDS = 60
CLOSING_LATE_SECONDS = 3600
"""A day of a large site takes seconds, one of ten thousand sites minutes."""
FREE_BYTES = 500_000_000
NOTICES_MS = 86_400_000


def is_live(app: App) -> bool:
    """Whether the threads run without which nothing is stored. Where not, a restart helps."""
    return app.lake.intake.is_alive and app.lake.housekeeping.is_alive


def is_ready(app: App) -> bool:
    """Whether a hit that comes now would be taken, as far as can be told."""
    intake = app.lake.intake
    return (
        is_live(app) and not intake.waiting.is_closed and intake.record.trouble is None and not intake.waiting.is_full
    )


def find_reasons(app: App) -> Sequence[Reason]:
    """Everything that is wrong at the moment; may wait for the disk."""
    return [reason for check in CHECKS for reason in check(app)]


def _threads(app: App) -> Iterator[Reason]:
    if not is_live(app):
        yield Reason("stopped_thread", "a thread has ended that stores hits: restart the server")


def _commits(app: App) -> Iterator[Reason]:
    intake = app.lake.intake
    if intake.record.trouble is not None:
        yield Reason("commit", intake.record.trouble)
    if intake.waiting.is_full:
        yield Reason("queue", f"{intake.waiting.hits} hits wait for the disk; more are refused")
    if intake.waiting.is_closed:
        yield Reason("stopping", "the server is stopping")


def _damages(app: App) -> Iterator[Reason]:
    for note in app.lake.damage:
        yield Reason("damage", note)


def _troubles(app: App) -> Iterator[Reason]:
    for step, text in app.lake.housekeeping.troubles.items():
        yield Reason("background_work", f"cannot {step}: {text}")


def _lags(app: App) -> Iterator[Reason]:
    found = lags(app.lake.current.read(), app.lake.calendar, app.now_ms())
    late = max(LEAST_LATE_SECONDS, LATE_FACTOR * app.settings.flush_seconds)
    if (found.oldest_unflushed_seconds or 0) > late:
        yield Reason("flush_lag", f"the oldest unflushed hits have waited for {found.oldest_unflushed_seconds:.0f} s")
    if (found.oldest_unclosed_seconds or 0) > CLOSING_LATE_SECONDS:
        waited = f"the first for {found.oldest_unclosed_seconds:.0f} s"
        yield Reason("closing_lag", f"{found.unclosed_days} days that are over wait to be closed, {waited}")


def _room(app: App) -> Iterator[Reason]:
    free = shutil.disk_usage(app.settings.data).free
    if free < FREE_BYTES:
        yield Reason("disk_space", f"{free // 1_000_000} MB are left on the disk")


def _geo(app: App) -> Iterator[Reason]:
    path = geo_path(app.settings)
    if not path.exists():
        yield Reason("geo_database", f"{path} is gone: the next start will not find it")


def _notices(app: App) -> Iterator[Reason]:
    try:
        count = app.registry.outbox.undelivered(app.now_ms() - NOTICES_MS)
    except HitlakeError as error:
        yield Reason("database", str(error))
        return
    if count:
        yield Reason("notices", f"{count} notices of the last 24 hours could not be delivered")


def _addresses(app: App) -> Iterator[Reason]:
    text = app.one_address.suspicion
    if text is not None:
        yield Reason("one_address", text)


CHECKS: tuple[Callable[[App], Iterator[Reason]], ...] = (
    _threads,
    _commits,
    _damages,
    _troubles,
    _lags,
    _room,
    _geo,
    _notices,
    _addresses,
)
