"""What a text may say and what not."""

import pytest

from engine.insights.proof import unproven
from schemas.insights import Fact, FactKind

K = FactKind
FACTS = [
    Fact(kind=K.WEEK, value=1475, before=1762, weeks=4),
    Fact(kind=K.TOP_PAGE, subject="/pricing", value=214, share=15, place=2),
    Fact(kind=K.TOP_PAGE, subject="/", value=379, share=26, place=1),
    Fact(kind=K.SOURCE_DOWN, subject="partner.example", value=12, before=120, weeks=4, unit="visitors"),
    Fact(kind=K.BEST_DAY, subject="2026-06-25", value=269),
    Fact(kind=K.PEAK_HOUR, subject="14", value=83, unit="visitors"),
    Fact(kind=K.TOP_COUNTRY, subject="DE", value=300, unit="visitors", place=1),
    Fact(kind=K.TOP_EVENT, subject="form.sent", value=44, unit="events", place=1),
]


def complaints(text: str) -> list[str]:
    return unproven(text, FACTS, lambda code: {"DE": "Germany"}[code])


@pytest.mark.parametrize(
    "text",
    [
        "You had 1,475 views in seven days, down 16% from 1,762.",
        "Around 1,500 views came in the last 7 days.",
        "The homepage leads with 379 views, and /pricing follows with 214 (15%).",
        "Thursday was best with 269 views, mostly around 2:00 PM.",
        "Germany sent 300 visitors.",
        "partner.example fell from 120 to 12 visitors.",
        "The event form.sent was counted 44 times. Keep /pricing fresh!",
    ],
)
def test_what_the_facts_bear_out_passes(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("You had 1,476 views.", "1,476"),
        ("You had 1500 views.", "1500"),
        ("About 2,000 views came.", "2,000"),
        ("/pricing had 379 views.", "379"),
        ("Thursday had 300 views.", "300"),
        ("Readers love /about.", "/about"),
        ("Most came from google.com.", "google.com"),
        ("Traffic doubled.", "doubl"),
        ("Twenty people came.", "Twenty"),
        ("partner.example grew from 120 to 12 visitors.", "wrong direction"),
        ("See <b>/pricing</b>.", "markup"),
        ("See [this](https://evil.example/).", "markup"),
        ("**Great** week!", "markup"),
        ("Good\u202eweek.", "markup"),
    ],
)
def test_what_they_do_not_is_named(text: str, says: str) -> None:
    assert any(says in complaint for complaint in complaints(text)), complaints(text)
