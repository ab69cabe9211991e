"""A key may ask so often in a minute, and keys without number cost no memory without bound."""

from server.http.limits import Allowance, Limit, Limiter

MINUTE = Limit.PER_MINUTE.value
NOON = 1_711_612_800_000


def test_the_one_too_many_is_refused_and_the_rest_counted_down() -> None:
    limiter = Limiter(2, MINUTE)
    assert [limiter.take(7, NOON + second * 1000) for second in range(4)] == [
        Allowance(True, 2, 1, NOON + 60_000),
        Allowance(True, 2, 0, NOON + 60_000),
        Allowance(False, 2, 0, NOON + 60_000),
        Allowance(False, 2, 0, NOON + 60_000),
    ]


def test_a_new_minute_begins_with_a_full_allowance() -> None:
    limiter = Limiter(1, MINUTE)
    limiter.take(7, NOON)
    assert limiter.take(7, NOON + 59_999) == Allowance(False, 1, 0, NOON + 60_000)
    assert limiter.take(7, NOON + 60_000) == Allowance(True, 1, 0, NOON + 120_000)


def test_each_key_has_an_allowance_of_its_own() -> None:
    limiter = Limiter(1, MINUTE)
    assert limiter.take(7, NOON).allowed
    assert limiter.take(8, NOON).allowed
    assert not limiter.take(7, NOON).allowed


def test_a_clock_set_back_locks_nobody_out() -> None:
    limiter = Limiter(1, MINUTE)
    limiter.take(7, NOON)
    assert limiter.take(7, NOON - 3_600_000) == Allowance(True, 1, 0, NOON - 3_540_000)


def test_ended_windows_are_forgotten() -> None:
    limiter = Limiter(1, MINUTE)
    for key in range(500):
        limiter.take(key, NOON)
    limiter.take(7, NOON + 60_001)
    assert len(limiter) == 1


def test_there_are_never_more_windows_than_allowed() -> None:
    limiter = Limiter(1, MINUTE, most_keys=10)
    for key in range(500):
        limiter.take(key, NOON)
    assert len(limiter) == 10
    assert not limiter.take(499, NOON).allowed


def test_headers_and_seconds_to_wait() -> None:
    allowance = Allowance(False, 100, 0, NOON + 1_001)
    assert allowance.headers() == [
        (b"x-ratelimit-limit", b"100"),
        (b"x-ratelimit-remaining", b"0"),
        (b"x-ratelimit-reset", b"1711612801001"),
    ]
    assert allowance.retry_after_seconds(NOON) == 2
    assert allowance.retry_after_seconds(NOON + 1_001) == 1
