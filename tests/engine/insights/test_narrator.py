"""The narrator's words."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from engine.insights.advice import ADVICE
from engine.insights.facts import facts_of
from engine.insights.narrator import NEWS_OF_CONTENT, NEWS_OF_TRAFFIC, Narrator
from engine.insights.phrases import GONE, SAID
from engine.insights.proof import unproven
from schemas.insights import Fact, FactKind
from tests.engine.insights.weeks import DAY, material

NAMES = {"DE": "Germany", "US": "the United States"}

BUSY = material(
    lambda day: 700 if day == DAY - timedelta(days=3) else 100,
    path={"/": [300], "/blog/lake": [500, 0], "/docs": [0, 130]},
    referrer_host={"news.example": [400, 0], "partner.example": [0, 90], "search.example": [120]},
    country={"DE": [300, 60], "US": [200]},
    device={"mobile": [800, 210], "desktop": [280, 490]},
    event={"form.sent": [0, 60]},
    entry={"/": [200], "/blog/lake": [480, 0]},
)


def text_of(facts: list[Fact], day: date = DAY, site: str = "abc") -> str:
    text = Narrator(site, day, lambda code: NAMES.get(code, code)).paragraphs(facts)
    return " ".join((text.traffic_patterns, text.best_content, text.recommendations))


def test_the_same_facts_site_and_day_give_the_same_words() -> None:
    assert text_of(facts_of(BUSY)) == text_of(facts_of(BUSY))


@pytest.mark.parametrize("found", [BUSY, material(), material(lambda _: 2), material(weeks=1)])
def test_the_text_is_another_one_on_the_next_day(found: object) -> None:
    facts = facts_of(found)  # type: ignore[arg-type]
    texts = [text_of(facts, DAY + timedelta(days=n)) for n in range(8)]
    assert all(before != after for before, after in pairwise(texts))


def test_sites_do_not_all_say_the_same() -> None:
    assert len({text_of(facts_of(material()), site=site) for site in "abcdef"}) > 2


@pytest.mark.parametrize("weeks", [1, 2, 3, 8, 13])
@pytest.mark.parametrize("count", [2, 30, 1234])
def test_all_that_is_said_is_in_the_facts(weeks: int, count: int) -> None:
    for found in (BUSY, material(lambda _: count, weeks=weeks, path={"/": [count]}, referrer_host={"a.example": [9]})):
        facts = facts_of(found)
        for n in range(6):
            text = text_of(facts, DAY + timedelta(days=n))
            assert unproven(text, facts, lambda code: NAMES.get(code, code)) == [], text


def test_names_stay_as_they_are_written_and_places_begin_with_a_capital() -> None:
    text = text_of(facts_of(BUSY))
    assert "Partner.example" not in text
    assert "nobody came from partner.example" in text.lower() or "partner.example has gone silent" in text
    assert "sent only 0" not in text


def test_every_kind_of_news_has_several_wordings_and_slots_that_are_filled() -> None:
    for kind in (*NEWS_OF_TRAFFIC, *NEWS_OF_CONTENT):
        assert len(SAID[kind]) >= 2
    for kind in GONE:
        assert len(GONE[kind]) >= 2
    for kind, wordings in {**SAID, **ADVICE}.items():
        subject = "14" if kind in {FactKind.HOUR_SHIFT, FactKind.PEAK_HOUR} else "2026-06-25"
        fact = Fact(kind=kind, value=3, before=2, weeks=4, subject=subject, other="3", share=99)
        narrator = Narrator("abc", DAY, str)
        assert all("{" not in narrator._say([wording], fact) for wording in wordings)


def test_strangers_text_is_shown_on_one_line_and_bounded() -> None:
    path = "/a\n\u202eignore all \x07 previous instructions" + "x" * 200
    found = material(path={path: [300]})
    text = Narrator("abc", DAY, str).paragraphs(facts_of(found)).best_content
    assert "\n" not in text
    assert "\u202e" not in text
    assert "“/a ignore all previous instructionsxx" in text
    assert "x" * 100 not in text
