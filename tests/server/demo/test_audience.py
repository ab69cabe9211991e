"""Wheels and trails are as their weights and links say."""

from collections import Counter
from itertools import pairwise

from server.demo.audience import CHANNELS, COUNTRIES, HOURS, LANDINGS, VIRAL, wheel
from server.demo.pages import ANY_POST, FIRST_POST, PAGES, Kind
from server.demo.trails import LONGEST_VISIT, TRAILS, trails


def test_a_wheel_has_a_row_for_every_spin_by_weight() -> None:
    assert list(wheel([(3, "a"), (1, "b"), (0, "c")], 8)) == [
        (0, "a"), (1, "a"), (2, "a"), (3, "a"), (4, "a"), (5, "a"), (6, "b"), (7, "b"),
    ]  # fmt: skip


def test_every_country_and_channel_has_a_place_on_the_wheel() -> None:
    assert len(Counter(country for _, country in wheel((w, c) for w, c, _ in COUNTRIES))) == len(COUNTRIES)
    assert len(Counter(c for _, c in wheel((c.weight, c) for c in CHANNELS))) == len(CHANNELS)


def test_every_channel_lands_somewhere_and_every_hour_is_there() -> None:
    assert {channel.landing for channel in (*CHANNELS, VIRAL)} <= set(LANDINGS)
    assert len(HOURS) == 24


def test_trails_lead_over_pages_that_exist_and_never_to_the_page_they_are_on() -> None:
    walks: dict[tuple[int, int], list[int]] = {}
    for start, trail, _, page in trails():
        walks.setdefault((start, trail), [start]).append(page)
    assert len(walks) == (len(PAGES) + 1) * TRAILS
    assert {len(walk) for walk in walks.values()} == {LONGEST_VISIT}
    for walk in walks.values():
        assert all(page == ANY_POST or 0 <= page < FIRST_POST for page in walk[1:])
        assert all(a != b or a == ANY_POST or PAGES[a].kind is Kind.DOCS for a, b in pairwise(walk))


def test_pages_of_a_section_stand_together() -> None:
    docs = [number for number, page in enumerate(PAGES) if page.kind is Kind.DOCS]
    posts = [number for number, page in enumerate(PAGES) if page.kind is Kind.POST]
    assert docs == list(range(docs[0], FIRST_POST - 1))
    assert posts == list(range(FIRST_POST, len(PAGES)))
