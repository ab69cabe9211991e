"""How many kudos may come from strangers: everybody may give them, and nobody is asked who he is."""

from schemas.errors import RateLimitedError
from server.http.limits import Limiter

HOUR_MS, DAY_MS = 3_600_000, 86_400_000

A_HOUSEHOLD = 60
"""An hour, for all pages together."""
A_HOUSEHOLD_AND_PAGE = 20
"""A day: people who share an address have browsers of their own, but somebody can make up browsers."""
A_SITE = 5_000
"""An hour: what a flood from many addresses can add at most."""
MOST_KNOWN = 50_000

TOO_MANY = "too many kudos at the moment — wait and try again"


class KudosLimits:
    """In memory alone, and of households only a number that means nothing in another process."""

    def __init__(self) -> None:
        self._households = Limiter(A_HOUSEHOLD, HOUR_MS, MOST_KNOWN)
        self._pages = Limiter(A_HOUSEHOLD_AND_PAGE, DAY_MS, MOST_KNOWN)
        self._sites = Limiter(A_SITE, HOUR_MS, MOST_KNOWN)

    def take(self, site_id: int, path: str, household: bytes | None, now_ms: int) -> None:
        """Count a kudo; RateLimitedError for one too many. What a household is refused costs the site nothing."""
        for limiter, key in (
            (self._households, hash(household)),
            (self._pages, hash((household, site_id, path))),
            (self._sites, site_id),
        ):
            allowance = limiter.take(key, now_ms)
            if not allowance.allowed:
                raise RateLimitedError(TOO_MANY, allowance.retry_after_seconds(now_ms))
