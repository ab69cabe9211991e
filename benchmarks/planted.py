"""Made-up sites of thirteen weeks in which something known happens: what insights should tell, and nothing else."""

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from schemas.hits import HIT_SCHEMA
from schemas.insights import FactKind

DAYS = 7 * 13
LAST = date(2026, 6, 28)
"""A Sunday: the week that is told about runs from Monday to it."""

WEEKDAY_WEIGHTS = (1.1, 1.15, 1.1, 1.05, 1.0, 0.75, 0.8)
HOUR_WEIGHTS = tuple(0.15 + math.exp(-(((hour - 15) / 5) ** 2)) for hour in range(24))
PAGES = {"/": 30, "/pricing": 16, "/docs": 14, "/blog": 10, "/about": 7, **{f"/blog/{n}": 12 / n for n in range(1, 25)}}
SOURCES = {
    None: 45,
    "google.com": 28,
    "duckduckgo.com": 6,
    "partner.example": 12,
    "github.com": 6,
    "mastodon.social": 3,
}
COUNTRIES = {"DE": 35, "US": 28, "FR": 14, "PL": 9, "NL": 8, "GB": 6}
DEVICES = {"desktop": 62, "mobile": 35, "tablet": 3}

Told = tuple[FactKind, str | None]


@dataclass
class Visit:
    day: date
    hour: int
    pages: list[str]
    source: str | None
    country: str
    device: str
    tag: str | None = None
    events: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """`wanted` are facts of which each must be told; `allowed` are true as well, and need not be."""

    name: str
    a_day: float
    happen: Callable[[random.Random, list[Visit]], None]
    wanted: frozenset[Told] = frozenset()
    allowed: frozenset[Told] = frozenset()
    factor: Callable[[date], float] = lambda _: 1.0


def week_of(day: date) -> int:
    """0 for the week that is told about, 1 for the one before it."""
    return (LAST - day).days // 7


def visits(plan: Plan, seed: int) -> list[Visit]:
    chance = random.Random(f"{plan.name} {seed}")
    drift = [chance.lognormvariate(0, 0.06) for _ in range(DAYS // 7)]
    made = []
    for back in range(DAYS):
        day = LAST - timedelta(days=back)
        mean = plan.a_day * WEEKDAY_WEIGHTS[day.weekday()] * drift[week_of(day)] * plan.factor(day)
        made += [visit_on(chance, day) for _ in range(_poisson(chance, mean * chance.lognormvariate(0, 0.08)))]
    plan.happen(chance, made)
    return made


def visit_on(chance: random.Random, day: date) -> Visit:
    count = min(8, 1 + int(chance.expovariate(0.9)))
    source = _pick(chance, SOURCES)
    events = ["form.sent"] if chance.random() < 0.12 else []
    pages = [_pick(chance, PAGES) for _ in range(count)]
    return Visit(day, _hour(chance), pages, source, _pick(chance, COUNTRIES), _pick(chance, DEVICES), None, events)


def _pick(chance: random.Random, weights: Mapping[Any, float]) -> Any:
    return chance.choices(list(weights), list(weights.values()))[0]


def _hour(chance: random.Random) -> int:
    return chance.choices(range(24), HOUR_WEIGHTS)[0]


def _poisson(chance: random.Random, mean: float) -> int:
    return max(0, round(chance.gauss(mean, math.sqrt(mean)))) if mean > 30 else _small_poisson(chance, mean)


def _small_poisson(chance: random.Random, mean: float) -> int:
    count, product, bound = 0, chance.random(), math.exp(-mean)
    while product > bound:
        count, product = count + 1, product * chance.random()
    return count


def batch(site_id: int, made: list[Visit], seed: int) -> pa.RecordBatch:
    rows = sorted(_rows(site_id, made, random.Random(seed)), key=lambda row: row["created_at"])
    return pa.RecordBatch.from_pylist([{"hit_id": 0, **row} for row in rows], HIT_SCHEMA)


def _rows(site_id: int, made: list[Visit], chance: random.Random) -> Iterator[dict[str, Any]]:
    for visit in made:
        start = datetime(visit.day.year, visit.day.month, visit.day.day, visit.hour, chance.randrange(50), tzinfo=UTC)
        common = {
            "site_id": site_id, "day": visit.day, "hour": visit.hour, "visitor": chance.getrandbits(64),
            "referrer_host": visit.source, "referrer": visit.source and f"https://{visit.source}/",
            "source": visit.tag, "country": visit.country, "device": visit.device, "browser": "Firefox",
        }  # fmt: skip
        for number, page in enumerate(visit.pages):
            yield common | {"created_at": start + timedelta(seconds=40 * number), "path": page}
        for name in visit.events:
            yield common | {"created_at": start + timedelta(seconds=1), "path": visit.pages[0], "event": name}


def _nothing(_chance: random.Random, _made: list[Visit]) -> None:
    """Only noise."""


def _viral(chance: random.Random, made: list[Visit]) -> None:
    for day, count in ((LAST - timedelta(days=3), 700), (LAST - timedelta(days=2), 260)):
        for _ in range(count):
            visit = visit_on(chance, day)
            visit.pages, visit.source, visit.events = (
                ["/blog/lake-freezes", *visit.pages[2:]],
                "news.ycombinator.com",
                [],
            )
            made.append(visit)


def _dead_referrer(_chance: random.Random, made: list[Visit]) -> None:
    made[:] = [visit for visit in made if not (visit.source == "partner.example" and week_of(visit.day) == 0)]


def _burst(chance: random.Random, made: list[Visit]) -> None:
    day = LAST - timedelta(days=4)
    made += [Visit(day, 3, ["/pricing"], None, "US", "desktop") for _ in range(450 + chance.randrange(50))]


def _weekday_shift(chance: random.Random, made: list[Visit]) -> None:
    kept = [v for v in made if not (week_of(v.day) == 0 and v.day.weekday() == 1 and chance.random() < 0.6)]
    more = [visit_on(chance, LAST) for v in made if v.day == LAST for _ in range(1 + (chance.random() < 0.3))]
    made[:] = kept + more


def _new_country(chance: random.Random, made: list[Visit]) -> None:
    for _ in range(45):
        visit = visit_on(chance, LAST - timedelta(days=chance.randrange(7)))
        visit.country = "BR"
        made.append(visit)


def _phones(chance: random.Random, made: list[Visit]) -> None:
    for visit in made:
        if week_of(visit.day) == 0 and visit.device == "desktop" and chance.random() < 0.4:
            visit.device = "mobile"


def _broken_form(_chance: random.Random, made: list[Visit]) -> None:
    for visit in made:
        if week_of(visit.day) == 0:
            visit.events = []


def _campaign(chance: random.Random, made: list[Visit]) -> None:
    for _ in range(70):
        visit = visit_on(chance, LAST - timedelta(days=chance.randrange(3)))
        visit.tag, visit.source = "newsletter-june", None
        made.append(visit)


def _lost_page(_chance: random.Random, made: list[Visit]) -> None:
    for visit in made:
        if week_of(visit.day) == 0:
            visit.pages = ["/about" if page == "/docs" else page for page in visit.pages]


def _outage(_chance: random.Random, made: list[Visit]) -> None:
    made[:] = [visit for visit in made if visit.day != LAST - timedelta(days=5)]


def _told(*rows: Told) -> frozenset[Told]:
    return frozenset(rows)


K = FactKind
_SPIKE = str(LAST - timedelta(days=3))
_AFTER = str(LAST - timedelta(days=2))
PLANS: tuple[Plan, ...] = (
    Plan("a viral post", 150, _viral,
         _told((K.PAGE_NEW, "/blog/lake-freezes"), (K.SOURCE_NEW, "news.ycombinator.com"), (K.DAY_SPIKE, _SPIKE)),
         _told((K.DAY_SPIKE, _AFTER), (K.BOUNCE_PAGE, "/blog/lake-freezes"), (K.RECORD_WEEK, None))),
    Plan("a dead referrer", 150, _dead_referrer, _told((K.SOURCE_DOWN, "partner.example"))),
    Plan("a burst of a robot", 150, _burst, _told((K.BURST, str(LAST - timedelta(days=4)))),
         _told((K.PAGE_UP, "/pricing"), (K.BOUNCE_PAGE, "/pricing"), (K.HOUR_SHIFT, "3"), (K.COUNTRY_UP, "US"),
               (K.DEVICE_SHIFT, "desktop"), (K.RECORD_WEEK, None))),
    Plan("a weekday shift", 200, _weekday_shift, _told((K.WEEKDAY_SHIFT, "Sunday")),
         _told((K.RECORD_DAY, str(LAST)), (K.RECORD_WEEK, None))),
    Plan("a slow decline", 220, _nothing, _told((K.DECLINE, None)), factor=lambda day: 0.93 ** (12 - week_of(day))),
    Plan("a slow growth", 90, _nothing, _told((K.GROWTH, None)), _told((K.RECORD_WEEK, None)),
         factor=lambda day: 1.07 ** (12 - week_of(day))),
    Plan("a new country", 150, _new_country, _told((K.COUNTRY_NEW, "BR"))),
    Plan("more phones", 200, _phones, _told((K.DEVICE_SHIFT, "mobile"))),
    Plan("a broken form", 150, _broken_form, _told((K.EVENT_DOWN, "form.sent"))),
    Plan("a campaign", 150, _campaign, _told((K.CAMPAIGN_NEW, "newsletter-june"))),
    Plan("a page that is gone", 200, _lost_page, _told((K.PAGE_DOWN, "/docs")), _told((K.PAGE_UP, "/about"))),
    Plan("a day without hits", 150, _outage, _told((K.DAY_DROP, str(LAST - timedelta(days=5))))),
    Plan("nothing, on a large site", 600, _nothing),
    Plan("nothing, on a middling site", 60, _nothing),
    Plan("nothing, on a small site", 8, _nothing),
    Plan("nothing, on a tiny site", 1.6, _nothing),
)  # fmt: skip
"""Records are true whenever they are told: they are checked by their numbers alone."""
