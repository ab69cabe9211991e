"""Planted events of kinds that the facts were not tried on while they were made."""

import random
from datetime import timedelta

from benchmarks.planted import LAST, Plan, Visit, visit_on, week_of
from schemas.insights import FactKind as K

THURSDAY, FRIDAY = LAST - timedelta(days=3), LAST - timedelta(days=2)
BURST_DAY = LAST - timedelta(days=5)


def _country_campaign(chance: random.Random, made: list[Visit]) -> None:
    for _ in range(240):
        visit = visit_on(chance, LAST - timedelta(days=chance.randrange(7)))
        visit.country, visit.tag, visit.source = "FR", "ete-2026", None
        made.append(visit)


def _removed_page(_chance: random.Random, made: list[Visit]) -> None:
    """Links to it still stand, and lead to the page that says so."""
    for visit in made:
        if week_of(visit.day) == 0:
            visit.pages = ["/404" if page == "/blog" else page for page in visit.pages]


def _newsletter_hours(chance: random.Random, made: list[Visit]) -> None:
    """People read at seven what they read in the afternoon."""
    for visit in made:
        if week_of(visit.day) == 0 and 12 <= visit.hour <= 20 and chance.random() < 0.45:
            visit.hour = 7 if chance.random() < 0.7 else 8


def _mobile_app(chance: random.Random, made: list[Visit]) -> None:
    """It opens pages of the site, on telephones of people who used to come by computer."""
    for visit in made:
        if week_of(visit.day) == 0 and visit.device == "desktop" and chance.random() < 0.45:
            visit.device, visit.source = "mobile", "app.example" if visit.source is None else visit.source


def _holiday(chance: random.Random, made: list[Visit]) -> None:
    made[:] = [v for v in made if v.day not in {THURSDAY, FRIDAY} or chance.random() < 0.35]


def _burst_of_a_country(chance: random.Random, made: list[Visit]) -> None:
    """One page each, any page, over three hours of a night."""
    made += [
        Visit(BURST_DAY, hour, visit_on(chance, BURST_DAY).pages[:1], None, "SG", "desktop")
        for hour in (1, 2, 3)
        for _ in range(140 + chance.randrange(40))
    ]


def _way_out(_chance: random.Random, made: list[Visit]) -> None:
    """Whoever comes to /pricing from another page goes nowhere else."""
    for visit in made:
        if week_of(visit.day) == 0 and "/pricing" in visit.pages[1:]:
            visit.pages = visit.pages[: visit.pages.index("/pricing", 1) + 1]


HELD_OUT: tuple[Plan, ...] = (
    Plan("a campaign in one country", 150, _country_campaign,
         frozenset({(K.COUNTRY_UP, "FR"), (K.CAMPAIGN_NEW, "ete-2026")}),
         frozenset({(K.RECORD_WEEK, None)} | {(K.DAY_SPIKE, str(LAST - timedelta(days=n))) for n in range(7)})),
    Plan("a page removed", 150, _removed_page, frozenset({(K.PAGE_DOWN, "/blog"), (K.PAGE_NEW, "/404")})),
    Plan("hours shifted by a newsletter", 150, _newsletter_hours, frozenset({(K.HOUR_SHIFT, "7")})),
    Plan("a mobile app", 200, _mobile_app, frozenset({(K.DEVICE_SHIFT, "mobile"), (K.SOURCE_NEW, "app.example")})),
    Plan("a holiday", 150, _holiday,
         frozenset({(K.DAY_DROP, str(THURSDAY)), (K.DAY_DROP, str(FRIDAY))})),
    Plan("a burst from one country", 150, _burst_of_a_country, frozenset({(K.BURST, str(BURST_DAY))}),
         frozenset({(K.COUNTRY_NEW, "SG")})),
    Plan("a way out", 200, _way_out, frozenset({(K.EXIT_UP, "/pricing")})),
)  # fmt: skip
