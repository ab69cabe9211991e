"""Which pages a visit goes through: walks along the links of the made-up site."""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

from server.demo.pages import ANY_POST, FIRST_DOCS, FIRST_POST, PAGES, Kind

TRAILS = 40
"""Different walks from each page."""
LONGEST_VISIT = 12
"""Pages."""

_HOME, _PRICING, _FEATURES, _CALENDAR, _PAYMENTS, _REMINDERS, _CHANGELOG, _ABOUT, _CONTACT, _SIGNUP = range(10)
_BLOG = FIRST_POST - 1
_NEXT_DOCS = -2
_SOME_DOCS = -3

_LINKS: dict[Kind, tuple[tuple[int, int], ...]] = {
    Kind.HOME: (
        (_FEATURES, 26), (_PRICING, 26), (FIRST_DOCS, 16), (_BLOG, 10), (_CALENDAR, 8), (_ABOUT, 6), (_CHANGELOG, 5),
        (_SIGNUP, 3),
    ),
    Kind.PRICING: ((_SIGNUP, 26), (_HOME, 22), (_FEATURES, 18), (_CONTACT, 8), (FIRST_DOCS, 16), (_PAYMENTS, 10)),
    Kind.PRODUCT: (
        (_PRICING, 28), (_HOME, 16), (_CALENDAR, 12), (_PAYMENTS, 10), (_REMINDERS, 10), (FIRST_DOCS, 10),
        (_SIGNUP, 10), (_BLOG, 4),
    ),
    Kind.DOCS: ((_NEXT_DOCS, 46), (_SOME_DOCS, 30), (FIRST_DOCS, 10), (_HOME, 8), (_PRICING, 6)),
    Kind.BLOG: ((ANY_POST, 84), (_HOME, 16)),
    Kind.POST: ((ANY_POST, 38), (_BLOG, 26), (_HOME, 20), (_PRICING, 8), (_ABOUT, 8)),
}  # fmt: skip
"""Where a page of a kind leads, with weights."""


def trails() -> Iterator[tuple[int, int, int, int]]:
    """(page, trail, step, next page) for steps 1 on, from every written page and, as one more, from the archive."""
    rng = random.Random(20261122)  # noqa: S311  # no secret: the walks are to be the same everywhere
    for start in range(len(PAGES) + 1):
        for trail in range(TRAILS):
            page = start
            for step in range(1, LONGEST_VISIT):
                page = _next_page(page, rng)
                yield start, trail, step, page


def _next_page(page: int, rng: random.Random) -> int:
    kind = Kind.POST if page == ANY_POST or page >= FIRST_POST else PAGES[page].kind
    links = [(target, weight) for target, weight in _LINKS[kind] if target != page]
    ends = list(accumulate(weight for _, weight in links))
    target, _ = links[bisect(ends, rng.random() * ends[-1])]
    return _docs_page(target, page, rng)


def _docs_page(target: int, page: int, rng: random.Random) -> int:
    if target == _NEXT_DOCS:
        return FIRST_DOCS + (page - FIRST_DOCS + 1) % (_BLOG - FIRST_DOCS)
    if target == _SOME_DOCS:
        return FIRST_DOCS + int(rng.random() * (_BLOG - FIRST_DOCS))
    return target
