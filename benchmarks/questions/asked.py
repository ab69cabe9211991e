"""A question with all that it is asked about."""

from datetime import date, timedelta

import msgspec

from benchmarks.dataset import SiteOfSize

PATH = "/pricing"
COUNTRY = "DE"
TERMS: tuple[str, ...] = ("docs", *"eatinorslcdupmhgfbyvkw", "/d", "/p", "/b")
PAGE_ROWS = 100
DEEP = "hits, a page far down"
ACTIVE_MS = 300_000


class Asked(msgspec.Struct, frozen=True):
    """`days` end with `last`; `now_ms` matters to what is asked about this moment alone.

    `number` counts how often it is asked: API v1 keeps leaderboards for an hour, so each asks for another text.
    """

    question: str
    site: SiteOfSize
    days: int
    last: date
    now_ms: int = 0
    number: int = 0

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)

    @property
    def deep_page(self) -> int:
        """A page of about the middle of what a year's share of the hits fills."""
        return max(1, self.site.hits * self.days // 365 // PAGE_ROWS // 2)

    @property
    def term(self) -> str:
        """What paths of the leaderboard are to have in them."""
        return TERMS[self.number % len(TERMS)]

    @property
    def values(self) -> dict[str, object]:
        """The parameters of the SQL statements."""
        deep = self.question == DEEP
        return {
            "site": self.site.site_id,
            "first": self.first,
            "last": self.last,
            "path": PATH,
            "country": COUNTRY,
            "pattern": f"%{self.term}%",
            "size": PAGE_ROWS,
            "skipped": (self.deep_page - 1) * PAGE_ROWS if deep else 0,
            "since": self.now_ms - ACTIVE_MS,
            "now": self.now_ms,
        }
