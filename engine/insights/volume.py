"""Facts about how much came: the week, its days, records, long trends."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from engine.insights.chance import NEWS, surprise, trend
from engine.insights.material import NOTHING, Material
from schemas.insights import Fact, FactKind

USUAL_WEEKS = 4
TREND_WEEKS = 8
"""Of history at least; all thirteen are looked at."""
STEADY = 3.2
RECORD_WEEKS = 6
"""Of history before anything is called a record."""
RECORD = 2.5
"""Standard deviations from what is usual: the best of thirteen is not much where all are alike."""
LEAST = 20
"""Views of a day or week below which nothing is called a record."""


def volume_facts(material: Material) -> Iterator[Fact]:
    yield from _week(material)
    yield from _days(material)
    yield from _record_week(material)
    yield from _trend(material)


def _week(material: Material) -> Iterator[Fact]:
    weeks = min(USUAL_WEEKS, material.weeks)
    now, past = material.totals(0), [material.totals(number) for number in range(1, weeks + 1)]
    for kind, metric, unit in ((FactKind.WEEK, "pageviews", "views"), (FactKind.VISITORS, "visitors", "visitors")):
        count, before = getattr(now, metric), [getattr(totals, metric) for totals in past]
        news = abs(surprise(count, before))
        usual = round(sum(before) / weeks) if weeks else None
        yield Fact(kind=kind, value=count, unit=unit, before=usual, weeks=weeks, score=news)
    if material.weeks >= 4:
        yield Fact(kind=FactKind.MONTH_AGO, value=now.pageviews, before=material.totals(4).pageviews, weeks=4)
    views = {day: _views(material, day) for day in material.week}
    best = max(views, key=lambda day: views[day])
    # Two days that are level are no best day.
    if sorted(views.values())[-2] < views[best]:
        yield Fact(kind=FactKind.BEST_DAY, value=views[best], subject=best.isoformat(), score=1.0)


def _days(material: Material) -> Iterator[Fact]:
    """Each day against the same weekday of the weeks before."""
    found: list[Fact] = []
    for day in material.week:
        weeks = min(material.weeks, 8)
        count, before = _views(material, day), [_views(material, day - timedelta(days=7 * n + 7)) for n in range(weeks)]
        if weeks < 3:
            continue
        news, usual = surprise(count, before), round(sum(before) / weeks)
        values: dict[str, Any] = {
            "value": count,
            "before": usual,
            "weeks": weeks,
            "subject": day.isoformat(),
            "score": abs(news),
        }
        if news >= NEWS and count >= 1.5 * usual and count >= LEAST:
            found.append(Fact(kind=FactKind.DAY_SPIKE, **values))
        elif news <= -NEWS and count <= 0.6 * usual and usual >= LEAST:
            found.append(Fact(kind=FactKind.DAY_DROP, **values))
    yield from sorted(found, key=lambda fact: -fact.score)[:2]
    yield from _record_day(material)


def _record_day(material: Material) -> Iterator[Fact]:
    """Of the last day alone: the others were told on their own days."""
    day = material.week.last
    count = _views(material, day)
    before = [_views(material, day - timedelta(days=7 * n + 7)) for n in range(material.weeks)]
    if material.weeks >= RECORD_WEEKS and count >= LEAST and _is_record(count, before):
        kind = FactKind.RECORD_DAY
        yield Fact(kind=kind, value=count, before=max(before), weeks=material.weeks, subject=day.isoformat(), score=2.5)


def _record_week(material: Material) -> Iterator[Fact]:
    count = material.totals(0).pageviews
    before = [material.totals(number).pageviews for number in range(1, material.weeks + 1)]
    if material.weeks >= RECORD_WEEKS and count >= LEAST and _is_record(count, before):
        yield Fact(kind=FactKind.RECORD_WEEK, value=count, before=max(before), weeks=material.weeks, score=3.0)


def _trend(material: Material) -> Iterator[Fact]:
    """A change so slow that no week of it is news."""
    weeks = material.weeks + 1
    counts = [material.totals(number).pageviews for number in reversed(range(weeks))]
    if weeks < TREND_WEEKS or min(counts) < LEAST:
        return
    steady, first, last = trend(counts), counts[0], counts[-1]
    kind = FactKind.GROWTH if steady > 0 else FactKind.DECLINE
    if abs(steady) >= STEADY and (last >= 1.25 * first or last <= 0.8 * first):
        yield Fact(kind=kind, value=last, before=first, weeks=weeks - 1, score=2 * abs(steady))


def _is_record(count: int, before: list[int]) -> bool:
    return count > 1.1 * max(before) and surprise(count, before) >= RECORD


def _views(material: Material, day: date) -> int:
    return material.days.get(day, NOTHING).pageviews
