"""How far each layer is behind the one before it."""

from dataclasses import dataclass
from datetime import date

from engine.storage.calendar import Calendar
from engine.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Lags:
    """Ages are in seconds; None where nothing waits."""

    unflushed_hits: int
    oldest_unflushed_seconds: float | None
    """Since the oldest segment of the journal began."""
    waiting_files: int
    """Flushed, and not filed yet."""
    unclosed_days: int
    """(site, day) pairs whose day is over and not closed."""
    oldest_unclosed_seconds: float | None
    """Since the first of them could have been closed."""


def lags(snapshot: Snapshot, calendar: Calendar, now_ms: int) -> Lags:
    opened_ms = [segment.opened_at_ms for segment in snapshot.hot if segment.rows]
    due_ms = [calendar.due_ms(site_id, day) for site_id, day in _unclosed(snapshot, calendar)]
    return Lags(
        unflushed_hits=sum(segment.rows for segment in snapshot.hot),
        oldest_unflushed_seconds=(now_ms - min(opened_ms)) / 1000 if opened_ms else None,
        waiting_files=len(snapshot.recent),
        unclosed_days=len(due_ms),
        oldest_unclosed_seconds=max(0, now_ms - min(due_ms)) / 1000 if due_ms else None,
    )


def _unclosed(snapshot: Snapshot, calendar: Calendar) -> set[tuple[int, date]]:
    waiting = {
        (site_id, day) for part in snapshot.segments() for site_id, days in part.contents.items() for day in days
    }
    return {
        (site_id, day)
        for site_id, day in waiting
        if not snapshot.closed.holds(site_id, day) and day < calendar.open_from(site_id)
    }
