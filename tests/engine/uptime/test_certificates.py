from datetime import UTC, datetime

from engine.uptime.certificates import certificate_after, days_left
from engine.uptime.intervals import DAY_MS
from schemas.uptime import Certificate, NoticeKind

EXPIRES_MS = 100 * DAY_MS
EXPIRING, BAD = NoticeKind.CERTIFICATE_EXPIRING, NoticeKind.CERTIFICATE_BAD


def test_days_left_are_whole_ones() -> None:
    expires, now = (
        int(moment.timestamp() * 1000)
        for moment in (datetime(2025, 9, 8, 19, 29, 6, tzinfo=UTC), datetime(2025, 8, 2, 20, 47, 10, tzinfo=UTC))
    )
    assert days_left(expires, now) == 36
    assert (days_left(DAY_MS, 0), days_left(DAY_MS - 1, 0), days_left(0, 1)) == (1, 0, -1)


def test_each_threshold_is_told_once() -> None:
    known, told = None, []
    for hour in range(24 * 60, 24 * 101):
        known, due = certificate_after(
            known, Certificate(tested_ms=hour * DAY_MS // 24, expires_ms=EXPIRES_MS, valid=True)
        )
        told += [(kind, days_left(EXPIRES_MS, known.tested_ms)) for kind in due]
    assert told == [(EXPIRING, 30), (EXPIRING, 14), (EXPIRING, 7), (EXPIRING, 1)]


def test_of_thresholds_passed_at_once_one_is_told() -> None:
    known, due = certificate_after(None, Certificate(tested_ms=95 * DAY_MS, expires_ms=EXPIRES_MS, valid=True))
    assert (known.told_days, due) == (7, (EXPIRING,))


def test_a_renewed_certificate_begins_anew() -> None:
    known, _ = certificate_after(None, Certificate(tested_ms=95 * DAY_MS, expires_ms=EXPIRES_MS, valid=True))
    known, due = certificate_after(known, Certificate(tested_ms=96 * DAY_MS, expires_ms=190 * DAY_MS, valid=True))
    assert (known.told_days, due) == (None, ())


def test_a_bad_certificate_is_told_once_and_its_end_too() -> None:
    known, due = certificate_after(None, Certificate(tested_ms=0, expires_ms=EXPIRES_MS, valid=False))
    assert due == (BAD,)
    known, due = certificate_after(known, Certificate(tested_ms=71 * DAY_MS, expires_ms=EXPIRES_MS, valid=False))
    assert due == (EXPIRING,)
    known, due = certificate_after(known, Certificate(tested_ms=72 * DAY_MS, expires_ms=EXPIRES_MS, valid=True))
    known, due = certificate_after(known, Certificate(tested_ms=73 * DAY_MS, expires_ms=EXPIRES_MS, valid=False))
    assert due == (BAD,)


def test_a_look_that_shows_nothing_leaves_what_was_known() -> None:
    seen, _ = certificate_after(None, Certificate(tested_ms=0, expires_ms=EXPIRES_MS, valid=True))
    known, due = certificate_after(seen, Certificate(tested_ms=1, error="no answer"))
    assert (known.tested_ms, known.expires_ms, known.valid, due) == (1, EXPIRES_MS, True, ())
    assert certificate_after(None, Certificate(tested_ms=1)) == (Certificate(tested_ms=1), ())
