from collections.abc import Sequence

import pytest

from schemas.errors import RateLimitedError
from server.kudos.limits import A_HOUSEHOLD, A_HOUSEHOLD_AND_PAGE, A_SITE, KudosLimits


def taken(limits: KudosLimits, wanted: Sequence[tuple[int, str, bytes | None]], now_ms: int = 0) -> int:
    """How many were let through."""
    count = 0
    for one in wanted:
        try:
            limits.take(*one, now_ms)
        except RateLimitedError:
            continue
        count += 1
    return count


def test_a_household_gives_a_page_only_so_many_a_day() -> None:
    limits = KudosLimits()
    wanted = [(1, "/a", b"one")] * (A_HOUSEHOLD_AND_PAGE + 5)
    assert taken(limits, wanted) == A_HOUSEHOLD_AND_PAGE
    assert taken(limits, wanted, 3_600_001) == 0
    assert taken(limits, wanted, 86_400_001) == A_HOUSEHOLD_AND_PAGE


def test_a_household_gives_only_so_many_an_hour() -> None:
    limits = KudosLimits()
    wanted: Sequence[tuple[int, str, bytes | None]] = [(1, f"/{number}", b"one") for number in range(A_HOUSEHOLD + 5)]
    assert taken(limits, wanted) == A_HOUSEHOLD
    assert taken(limits, [(2, "/a", b"one")]) == 0
    assert taken(limits, [(2, "/a", b"two"), (2, "/a", None)]) == 2


def test_a_flood_from_many_addresses_is_bounded_for_the_site_alone() -> None:
    limits = KudosLimits()
    wanted: Sequence[tuple[int, str, bytes | None]] = [(1, "/a", b"%d" % number) for number in range(A_SITE + 5)]
    assert taken(limits, wanted) == A_SITE
    assert taken(limits, [(2, "/a", b"x")]) == 1
    with pytest.raises(RateLimitedError) as refused:
        limits.take(1, "/a", b"x", 0)
    assert refused.value.retry_after_seconds == 3600
