"""When there is something to say about a certificate."""

from msgspec.structs import replace

from engine.uptime.intervals import DAY_MS
from schemas.uptime import Certificate, NoticeKind

WARN_DAYS = (30, 14, 7, 1)


def days_left(expires_ms: int, now_ms: int) -> int:
    """Whole days; negative from the moment it is over."""
    return (expires_ms - now_ms) // DAY_MS


def certificate_after(known: Certificate | None, seen: Certificate) -> tuple[Certificate, tuple[NoticeKind, ...]]:
    """What is known with the newest look, and which notices are due.

    A look that showed nothing leaves what was known. Each of WARN_DAYS is told once a certificate, and of several
    that are passed at once the last alone.
    """
    if seen.expires_ms is None:
        if known is None:
            return seen, ()
        return replace(known, tested_ms=seen.tested_ms, error=seen.error), ()
    same = known is not None and known.expires_ms == seen.expires_ms
    told_days = known.told_days if known is not None and same else None
    told_bad = known is not None and known.told_bad and seen.valid is False
    due: list[NoticeKind] = []
    if seen.valid is False and not told_bad:
        due.append(NoticeKind.CERTIFICATE_BAD)
    left = days_left(seen.expires_ms, seen.tested_ms)
    passed = min((days for days in WARN_DAYS if left <= days), default=None)
    if left >= 0 and passed is not None and (told_days is None or passed < told_days):
        due.append(NoticeKind.CERTIFICATE_EXPIRING)
        told_days = passed
    return replace(seen, told_days=told_days, told_bad=seen.valid is False), tuple(due)
